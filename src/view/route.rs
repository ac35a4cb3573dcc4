//! The parts of the app as addresses after `#`: every link is one, and every address reads back.
use crate::domain::bank::id::{BankId, PointId};
use crate::domain::record::event::EventId;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    Learn,
    Bank(BankId),
    Topic(BankId, String),
    Point(BankId, PointId),
    Search(String),
    Practise,
    NewPractice(BankId),
    WrongBook,
    Starred,
    Session(EventId, Part),
    Compete,
    NewExam,
    /// A room of organisers and entrants, and what it is about: an id or a text that travels.
    Room(Room, String),
    Me,
    Learners,
    Settings,
    Reports,
    Data,
    Backup,
    About,
    /// A bank by link.
    Open(String),
    Unknown,
}

/// Where contests are entered, held and reckoned up, and banks are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// A contest as it travels, opened by its link.
    Join,
    /// The entrance of a known contest.
    Enter,
    /// What the learner hands in of a session.
    Receipt,
    /// A receipt opened by its link: for the desk it belongs to.
    Deliver,
    /// Contests and drafts of this organiser.
    Organise,
    Draft,
    /// A contest as it was published: link, code, file, paper.
    Held,
    Desk,
    /// Something of a contest for paper, as `id/what`.
    Print,
    Duel,
    /// The author's own banks.
    Banks,
    /// Files and texts that become a bank; about the bank that takes them, or a new one.
    Import,
    /// One of the author's own banks.
    Edit,
}

impl Room {
    /// In addresses, and as the page's title.
    const ALL: [(Self, &'static str, &'static str); 13] = [
        (Self::Join, "contest", "打开竞赛"),
        (Self::Enter, "enter", "参加竞赛"),
        (Self::Receipt, "receipt", "答卷"),
        (Self::Deliver, "deliver", "收到答卷"),
        (Self::Organise, "organise", "组织竞赛"),
        (Self::Draft, "draft", "编辑竞赛"),
        (Self::Held, "held", "发布竞赛"),
        (Self::Desk, "desk", "汇总"),
        (Self::Print, "print", "打印"),
        (Self::Duel, "duel", "对战"),
        (Self::Banks, "banks", "题库管理"),
        (Self::Import, "import", "导入题库"),
        (Self::Edit, "edit", "编辑题库"),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, of, _)| *of == name).map(|(room, ..)| room)
    }

    const fn names(self) -> (&'static str, &'static str) {
        // They stand in the order of the enum.
        let (_, path, title) = Self::ALL[self as usize];
        (path, title)
    }
}

/// What of a session is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Question,
    Sheet,
    Result,
    Review,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Learn,
    Practise,
    Compete,
    Me,
}

/// What `encodeURIComponent` leaves alone.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'!')
    .remove(b'*')
    .remove(b'(')
    .remove(b')');

impl Route {
    /// Reads the part of an address after `#`.
    pub fn parse(hash: &str) -> Self {
        let path = hash.strip_prefix('/').unwrap_or(hash);
        // A bank's own address may hold anything, also slashes that nobody encoded.
        if let Some(source) = path.strip_prefix("open?src=") {
            return Self::Open(decode(source));
        }
        let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(decode).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match parts[..] {
            [] | ["practise"] => Self::Practise,
            ["learn"] => Self::Learn,
            ["learn", bank] => Self::Bank(BankId::new(bank)),
            ["learn", bank, topic] => Self::Topic(BankId::new(bank), topic.to_owned()),
            ["point", bank, point] => Self::Point(BankId::new(bank), PointId::new(point)),
            ["search"] => Self::Search(String::new()),
            ["search", words] => Self::Search(words.to_owned()),
            ["practise", bank] => Self::NewPractice(BankId::new(bank)),
            ["wrong"] => Self::WrongBook,
            ["starred"] => Self::Starred,
            ["session", id] => session(id, Part::Question),
            ["session", id, "sheet"] => session(id, Part::Sheet),
            ["session", id, "result"] => session(id, Part::Result),
            ["session", id, "review"] => session(id, Part::Review),
            ["compete"] => Self::Compete,
            ["compete", "new"] => Self::NewExam,
            ["me"] => Self::Me,
            ["learners"] => Self::Learners,
            ["settings"] => Self::Settings,
            ["reports"] => Self::Reports,
            ["data"] => Self::Data,
            ["backup"] => Self::Backup,
            ["about"] => Self::About,
            [room] | [room, _] if Room::named(room).is_some() => {
                let about = parts.get(1).map_or("", |about| about);
                Room::named(room).map_or(Self::Unknown, |room| Self::Room(room, about.to_owned()))
            }
            _ => Self::Unknown,
        }
    }

    /// For `href`.
    pub fn href(&self) -> String {
        format!("#{self}")
    }

    /// The tab whose part of the app this is; none while a session has the screen to itself.
    pub const fn tab(&self) -> Option<Tab> {
        match self {
            Self::Learn | Self::Bank(_) | Self::Topic(..) | Self::Point(..) | Self::Search(_) => Some(Tab::Learn),
            Self::Practise | Self::NewPractice(_) | Self::WrongBook | Self::Starred | Self::Open(_) => {
                Some(Tab::Practise)
            }
            Self::Room(Room::Banks | Room::Import | Room::Edit, _) => Some(Tab::Practise),
            Self::Compete | Self::NewExam | Self::Room(..) => Some(Tab::Compete),
            Self::Me | Self::Learners | Self::Settings | Self::Reports | Self::Data | Self::Backup | Self::About => {
                Some(Tab::Me)
            }
            Self::Session(_, Part::Question | Part::Sheet) => None,
            Self::Session(_, Part::Result | Part::Review) => None,
            Self::Unknown => Some(Tab::Practise),
        }
    }

    pub const fn title(&self) -> &'static str {
        match self {
            Self::Learn => "学",
            Self::Bank(_) | Self::Topic(..) => "知识点",
            Self::Point(..) => "知识卡",
            Self::Search(_) => "查找",
            Self::Practise => "练",
            Self::NewPractice(_) => "选练法",
            Self::WrongBook => "错题本",
            Self::Starred => "收藏",
            Self::Session(_, Part::Question) => "答题",
            Self::Session(_, Part::Sheet) => "答题卡",
            Self::Session(_, Part::Result) => "成绩",
            Self::Session(_, Part::Review) => "回看",
            Self::Compete => "赛",
            Self::NewExam => "模拟考试",
            Self::Room(room, _) => room.names().1,
            Self::Me => "我",
            Self::Learners => "谁在用",
            Self::Settings => "设置",
            Self::Reports => "报错的题",
            Self::Data => "数据",
            Self::Backup => "备份与恢复",
            Self::About => "关于",
            Self::Open(_) => "打开题库",
            Self::Unknown => "没有这一页",
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encode = |text: &str| utf8_percent_encode(text, PLAIN).to_string();
        match self {
            Self::Learn => f.write_str("/learn"),
            Self::Bank(bank) => write!(f, "/learn/{}", encode(bank.as_str())),
            Self::Topic(bank, topic) => write!(f, "/learn/{}/{}", encode(bank.as_str()), encode(topic)),
            Self::Point(bank, point) => write!(f, "/point/{}/{}", encode(bank.as_str()), encode(point.as_str())),
            Self::Search(words) if words.is_empty() => f.write_str("/search"),
            Self::Search(words) => write!(f, "/search/{}", encode(words)),
            Self::Practise => f.write_str("/practise"),
            Self::NewPractice(bank) => write!(f, "/practise/{}", encode(bank.as_str())),
            Self::WrongBook => f.write_str("/wrong"),
            Self::Starred => f.write_str("/starred"),
            Self::Session(id, Part::Question) => write!(f, "/session/{id}"),
            Self::Session(id, Part::Sheet) => write!(f, "/session/{id}/sheet"),
            Self::Session(id, Part::Result) => write!(f, "/session/{id}/result"),
            Self::Session(id, Part::Review) => write!(f, "/session/{id}/review"),
            Self::Compete => f.write_str("/compete"),
            Self::NewExam => f.write_str("/compete/new"),
            Self::Room(room, about) if about.is_empty() => write!(f, "/{}", room.names().0),
            Self::Room(room, about) => write!(f, "/{}/{}", room.names().0, encode(about)),
            Self::Me => f.write_str("/me"),
            Self::Learners => f.write_str("/learners"),
            Self::Settings => f.write_str("/settings"),
            Self::Reports => f.write_str("/reports"),
            Self::Data => f.write_str("/data"),
            Self::Backup => f.write_str("/backup"),
            Self::About => f.write_str("/about"),
            Self::Open(source) => write!(f, "/open?src={}", encode(source)),
            Self::Unknown => f.write_str("/unknown"),
        }
    }
}

fn session(id: &str, part: Part) -> Route {
    EventId::parse(id).map_or(Route::Unknown, |id| Route::Session(id, part))
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::event::Writer;
    use proptest::prelude::*;

    fn route() -> impl Strategy<Value = Route> {
        let text = "\\PC{1,8}";
        let id = (any::<u64>(), any::<u32>()).prop_map(|(writer, seq)| EventId { writer: Writer(writer), seq });
        let part = prop_oneof![Just(Part::Question), Just(Part::Sheet), Just(Part::Result), Just(Part::Review)];
        prop_oneof![
            text.prop_map(|bank| Route::Bank(BankId::new(bank))),
            (text, text).prop_map(|(bank, topic)| Route::Topic(BankId::new(bank), topic)),
            (text, text).prop_map(|(bank, point)| Route::Point(BankId::new(bank), PointId::new(point))),
            "\\PC{0,8}".prop_map(Route::Search),
            text.prop_map(|bank| Route::NewPractice(BankId::new(bank))),
            (id, part).prop_map(|(id, part)| Route::Session(id, part)),
            "\\PC{0,30}".prop_map(Route::Open),
            (0..Room::ALL.len(), "\\PC{0,30}").prop_map(|(room, about)| Route::Room(Room::ALL[room].0, about)),
            proptest::sample::select(vec![
                Route::Learn,
                Route::Practise,
                Route::WrongBook,
                Route::Starred,
                Route::Compete,
                Route::NewExam,
                Route::Me,
                Route::Learners,
                Route::Settings,
                Route::Reports,
                Route::Data,
                Route::Backup,
                Route::About,
                Route::Unknown,
            ]),
        ]
    }

    proptest! {
        #[test]
        fn every_route_reads_back_from_its_address(route in route()) {
            // The one address that means another page: the bank named new, which no bank may be called.
            prop_assert_eq!(Route::parse(&route.to_string()), route);
        }

        #[test]
        fn any_address_is_some_page(hash in "\\PC{0,40}") {
            Route::parse(&hash);
        }
    }

    #[test]
    fn every_room_has_the_names_that_stand_beside_it() {
        for (room, path, title) in Room::ALL {
            assert_eq!((room.names(), Room::named(path)), ((path, title), Some(room)));
        }
    }

    #[test]
    fn addresses_that_people_type_are_understood() {
        for (hash, expected) in [
            ("", Route::Practise),
            ("/", Route::Practise),
            ("/learn/", Route::Learn),
            ("/open?src=/bank/50.app.json", Route::Open("/bank/50.app.json".into())),
            ("/open?src=https%3A%2F%2Fa.cn%2Fb.json%3Fv%3D1", Route::Open("https://a.cn/b.json?v=1".into())),
            ("/session/xyz", Route::Unknown),
            ("/nowhere", Route::Unknown),
        ] {
            assert_eq!(Route::parse(hash), expected, "{hash}");
        }
    }
}
