//! Workbooks of Excel until 2003.
use super::parts::Budget;
use super::sheet::Grid;
use crate::format::import::pace::Pace;
use crate::format::import::refused::Refused;

pub async fn read(_bytes: &[u8], _budget: &mut Budget, _pace: &impl Pace) -> Result<Vec<Grid>, Refused> {
    Err(Refused::OtherWorkbook)
}
