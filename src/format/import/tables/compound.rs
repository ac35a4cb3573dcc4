//! Files within a compound file (MS-CFB), as Office kept its documents until 2003 and still keeps those under a
//! password. Chains are followed no longer than the file has sectors.

const HEADER: usize = 512;
const FREE: u32 = 0xFFFF_FFFA;
const ENTRY: usize = 128;
/// Smaller files stand in sectors of 64 bytes within another one.
const SMALL: u32 = 4096;
const MINI: usize = 64;

pub struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
    mini_next: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: u32,
}

pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes))
}

impl<'a> Compound<'a> {
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut compound =
            Self { bytes, sector, next: Vec::new(), mini_next: Vec::new(), mini: Vec::new(), entries: Vec::new() };
        let n_sectors = bytes.len() / sector;
        // Where the table of sectors stands: 109 places in the header, the rest in a chain of its own.
        let mut places: Vec<u32> = numbers(bytes.get(76..HEADER)?).collect();
        let mut more = u32_at(bytes, 68)?;
        while more < FREE && places.len() <= n_sectors + sector {
            let mut found: Vec<u32> = numbers(compound.at(more)?).collect();
            more = found.pop()?;
            places.append(&mut found);
        }
        let places = places.into_iter().filter(|place| *place < FREE).take(n_sectors);
        compound.next = places.filter_map(|place| compound.at(place)).flat_map(numbers).collect();
        let directory = compound.chain(u32_at(bytes, 48)?, usize::MAX);
        compound.entries = directory.chunks_exact(ENTRY).filter_map(entry).collect();
        compound.mini_next = numbers(&compound.chain(u32_at(bytes, 60)?, usize::MAX)).collect();
        let root = compound.entries.first()?;
        compound.mini = compound.chain(root.start, usize::MAX);
        Some(compound)
    }

    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    pub fn file(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        let size = entry.size as usize;
        if entry.size >= SMALL {
            return Some(self.chain(entry.start, size));
        }
        let (mut file, mut place) = (Vec::new(), entry.start);
        while file.len() < size && place < FREE && file.len() <= self.mini.len() {
            let start = (place as usize).checked_mul(MINI)?;
            file.extend_from_slice(self.mini.get(start..start + MINI)?);
            place = *self.mini_next.get(place as usize)?;
        }
        file.truncate(size);
        Some(file)
    }

    fn at(&self, place: u32) -> Option<&'a [u8]> {
        let start = (place as usize).checked_add(1)?.checked_mul(self.sector)?;
        // The last sector may be cut short.
        self.bytes.get(start..self.bytes.len().min(start.checked_add(self.sector)?))
    }

    fn chain(&self, mut place: u32, size: usize) -> Vec<u8> {
        let mut file = Vec::new();
        while place < FREE && file.len() < size && file.len() <= self.bytes.len() {
            let Some(sector) = self.at(place) else { break };
            file.extend_from_slice(sector);
            let Some(next) = self.next.get(place as usize) else { break };
            place = *next;
        }
        file.truncate(size);
        file
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let len = usize::from(u16_at(bytes, 64)?).min(64);
    let units: Vec<u16> = bytes.get(..len)?.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
    let name = String::from_utf16_lossy(&units).trim_end_matches('\0').to_owned();
    Some(Entry { name, start: u32_at(bytes, 116)?, size: u32_at(bytes, 120)? })
}
