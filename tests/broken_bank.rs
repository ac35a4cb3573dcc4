//! A bank with ten planted faults is refused, and each fault is named with file, id and remedy.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

const PLANTED: [&str; 10] = [
    "broken.toml 题 broken-0001：答案位置4不存在，选项共4个，从0数起",
    "broken.toml 题 broken-0002：知识点“broken-9-meiyou”不存在，请改正或者补上这个知识点",
    "broken.toml 题 broken-0003：多选题只有1个答案，请补足或者改成单选题",
    "broken.toml 题 broken-0004：解析用“选A”指选项，选项会打乱，请改用选项的内容来说",
    "broken.toml 题 broken-0005：选项“以上都对”靠位置说话，打乱后不成立，请换掉它或者写shuffle = false",
    "broken.toml 题 broken-0006：题干有2个空（____），答案有1个，请改成一样多，至少1个",
    "broken.toml 题 broken-0007：题干里的“时,到”全角半角混用，请把中文旁的标点写成全角，数字和字母写成半角",
    "broken.toml 题 broken-0008：不认识“famly”，请改正拼写或者删去",
    "broken.toml 题 broken-0009：所据文件“jiu-tiaoli”已被“tiaoli”代替，请按新文件改写，或者写retired = true停用",
    "broken.toml 题 broken-0010：排序项“递交申请”重复，顺序不唯一，请改掉一个",
];

#[test]
fn all_ten_faults_are_named_at_once_and_nothing_else_is_wrong() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/broken");
    let output = Command::new(env!("CARGO_BIN_EXE_bank")).args(["check", "--dir"]).arg(dir).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    for expected in PLANTED {
        assert!(said.lines().any(|line| line == expected), "{expected}\n---\n{said}");
    }
    // The questions that could be read are also missing from the lock, which this folder does not have.
    let others = said.lines().filter(|line| !PLANTED.contains(line) && !line.contains("editions.lock"));
    assert_eq!(others.count(), 1, "the last line counts the problems\n{said}");
}

#[test]
fn a_folder_without_banks_says_what_to_do() {
    let output = Command::new(env!("CARGO_BIN_EXE_bank")).args(["check", "--dir", "/nowhere"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("请检查路径"));
}
