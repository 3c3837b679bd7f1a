//! What is done with jars, one operation after the other, on the real jar and on a slow model of the same rules. After each both have the same
//! cookies, and so has a copy that was made before.
#![no_main]

use arbitrary::Arbitrary;
use crawler_session_core::jar::attributes;
use crawler_session_core::jar::options::JarOptions;
use crawler_session_core::jar::parse::partition::PartitionKey;
use crawler_session_core::jar::parse::set_cookie::{parse_set_cookie, ParseOptions};
use crawler_session_core::jar::persist::serialized::read_jar;
use crawler_session_core::jar::query::Query;
use crawler_session_core::jar::request::request_url::RequestUrl;
use crawler_session_core::jar::request::set_context::SetContext;
use crawler_session_core::jar::rules::RuleSet;
use crawler_session_core::jar::store::stored::StoredCookie;
use crawler_session_core::jar::Jar;
use crawler_session_fuzz::input::NOW;
use crawler_session_fuzz::model::{Cookie, Line, Model, Question, Refused, Request, SameSite};
use crawler_session_fuzz::seen;
use libfuzzer_sys::fuzz_target;

const HOSTS: [&str; 10] = [
    "example.com",
    "www.example.com",
    "a.www.example.com",
    "other.com",
    "com",
    "shop.co.uk",
    "co.uk",
    "localhost",
    "127.0.0.1",
    "[::1]",
];
const PATHS: [&str; 6] = ["/", "/a", "/a/", "/a/b", "/ab", "/a/b/c"];
const NAMES: [&str; 6] = ["a", "b", "c", "__Secure-a", "__Host-a", ""];
const VALUES: [&str; 4] = ["1", "2", "x=y", ""];
const MAX_AGES: [i64; 6] = [0, -1, 1, 60, 3_600, 100_000_000];
/// Dates with their times in seconds.
const DATES: [(&str, i64); 4] = [
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ("Fri, 15 Jan 2027 08:00:00 GMT", 1_800_000_000),
    ("Fri, 15 Jan 2027 08:01:00 GMT", 1_800_000_060),
    ("Tue, 19 Jan 2038 03:14:07 GMT", 2_147_483_647),
];
const SAME_SITES: [SameSite; 4] = [SameSite::Unset, SameSite::None, SameSite::Lax, SameSite::Strict];

/// A line, by what it has of the lists above.
#[derive(Debug, Clone, Copy, Arbitrary)]
struct Choices {
    name: u8,
    value: u8,
    domain: Option<u8>,
    has_dot: bool,
    path: Option<u8>,
    max_age: Option<u8>,
    expires: Option<u8>,
    secure: bool,
    http_only: bool,
    same_site: u8,
    partitioned: bool,
}

#[derive(Debug, Clone, Copy, Arbitrary)]
struct Origin {
    is_https: bool,
    host: u8,
    path: u8,
    is_script: bool,
    same_site: u8,
}

#[derive(Debug, Arbitrary)]
enum Operation {
    Set(Choices, Origin),
    Query {
        from: Origin,
        keep_expired: bool,
        all_paths: bool,
        unsorted: bool,
        secure: Option<bool>,
    },
    /// Removes the cookies of a name.
    Remove(u8),
    RemoveExpired,
    Clear,
    /// Makes a copy, in place of the one before.
    Copy,
    /// Goes on with the copy, and leaves this one.
    Swap,
    /// Stores all cookies of the copy unchecked.
    Merge,
    /// Writes the jar and goes on with what is read.
    Restore,
    /// Lets milliseconds go by, or the clock be set back.
    Wait(i32),
}

#[derive(Debug, Arbitrary)]
struct Story {
    is_chrome: bool,
    operations: Vec<Operation>,
}

fuzz_target!(|story: Story| {
    let mut pair = Pair::new(story.is_chrome);
    let mut copy = Pair::new(story.is_chrome);
    let mut now = NOW;
    for operation in story.operations {
        match operation {
            Operation::Set(choices, from) => pair.set(&choices, from.request(now)),
            Operation::Query { from, keep_expired, all_paths, unsorted, secure } => {
                let question = Question { expire: !keep_expired, all_paths, sort: !unsorted, secure };
                pair.query(from.request(now), question);
            }
            Operation::Remove(name) => {
                let name = of(&NAMES, name);
                pair.remove(|cookie| cookie.name() == name, |cookie| cookie.name == name);
            }
            Operation::RemoveExpired => {
                pair.remove(|cookie| cookie.is_expired(now), |cookie| cookie.expiry.is_some_and(|expiry| expiry <= now))
            }
            Operation::Clear => {
                pair.jar.store_mut().clear();
                pair.model.cookies.clear();
            }
            Operation::Copy => copy = pair.clone(),
            Operation::Swap => std::mem::swap(&mut pair, &mut copy),
            Operation::Merge => pair.merge(&copy),
            Operation::Restore => pair.restore(now),
            Operation::Wait(milliseconds) => now += i64::from(milliseconds),
        }
        pair.check();
        copy.check();
    }
    seen::check(&pair.jar, now);
});

fn of<T: Copy>(list: &[T], choice: u8) -> T {
    list[usize::from(choice) % list.len()]
}

impl Choices {
    fn line(&self) -> Line {
        Line {
            name: of(&NAMES, self.name),
            value: of(&VALUES, self.value),
            domain: self.domain.map(|choice| of(&HOSTS, choice)).filter(|domain| *domain != "localhost"),
            path: self.path.map(|choice| of(&PATHS, choice)),
            max_age: self.max_age.map(|choice| of(&MAX_AGES, choice)),
            expires: self.expires.map(|choice| of(&DATES, choice).1 * 1000),
            secure: self.secure,
            http_only: self.http_only,
            same_site: of(&SAME_SITES, self.same_site),
            partitioned: self.partitioned,
        }
    }

    fn text(&self) -> String {
        let line = self.line();
        let mut text = format!("{}={}", line.name, line.value);
        let mut attribute = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                text.push_str(&format!("; {name}={value}"));
            }
        };
        let dot = if self.has_dot { "." } else { "" };
        attribute("Domain", line.domain.map(|domain| format!("{dot}{domain}")));
        attribute("Path", line.path.map(str::to_owned));
        attribute("Max-Age", line.max_age.map(|seconds| seconds.to_string()));
        attribute("Expires", self.expires.map(|choice| of(&DATES, choice).0.to_owned()));
        attribute("SameSite", (line.same_site != SameSite::Unset).then(|| format!("{:?}", line.same_site)));
        for (name, is_set) in [("Secure", line.secure), ("HttpOnly", line.http_only), ("Partitioned", line.partitioned)]
        {
            if is_set {
                text.push_str(&format!("; {name}"));
            }
        }
        text
    }
}

impl Origin {
    fn request(&self, now: i64) -> Request {
        Request {
            is_https: self.is_https,
            host: of(&HOSTS, self.host),
            path: of(&PATHS, self.path),
            is_http_api: !self.is_script,
            same_site: of(&SAME_SITES, self.same_site),
            now,
        }
    }
}

/// A jar and its model.
#[derive(Clone)]
struct Pair {
    jar: Jar,
    model: Model,
}

impl Pair {
    fn new(is_chrome: bool) -> Pair {
        let rules = if is_chrome { RuleSet::Chrome } else { RuleSet::ToughCookie };
        Pair { jar: Jar::with_options(JarOptions::of(rules)), model: Model::new(is_chrome) }
    }

    fn set(&mut self, choices: &Choices, request: Request) {
        let (url, text) = (url_of(&request), choices.text());
        let context = SetContext {
            http_api: request.is_http_api,
            same_site_context: same_site(request.same_site),
            ..SetContext::http(&url, request.now)
        };
        let outcome = parse_set_cookie(&text, ParseOptions::of(self.jar.options()))
            .and_then(|cookie| self.jar.set(&cookie, &context, |_| ()));
        let expected = self.model.set(&choices.line(), &request);
        match (&outcome, &expected) {
            (Ok(()), Ok(())) | (Err(_), Err(Refused)) => (),
            _ => panic!("{text} for {request:?}: {outcome:?}, and the model says {expected:?}"),
        }
    }

    fn query(&mut self, request: Request, question: Question) {
        let query = Query {
            http_api: request.is_http_api,
            expire: question.expire,
            all_paths: question.all_paths,
            sort: question.sort,
            secure: question.secure,
            same_site_context: same_site(request.same_site),
        };
        let found = self.jar.query(&url_of(&request), &query, request.now, |cookies| {
            cookies.iter().map(|cookie| cookie.pair().to_owned()).collect::<Vec<_>>()
        });
        assert_eq!(found, self.model.query(&request, &question), "{question:?} for {request:?}");
    }

    fn remove(&mut self, of_jar: impl Fn(&StoredCookie) -> bool, of_model: impl Fn(&Cookie) -> bool) {
        let places: Vec<u32> =
            self.jar.cookies().into_iter().filter(|cookie| of_jar(cookie)).map(StoredCookie::index).collect();
        assert_eq!(self.jar.store_mut().remove_all(&places), places.len());
        self.model.cookies.retain(|cookie| !of_model(cookie));
    }

    fn merge(&mut self, other: &Pair) {
        let mut stored: Vec<StoredCookie> = other.jar.cookies().into_iter().cloned().collect();
        self.jar.store_mut().insert_all(&mut stored);
        other.model.cookies.iter().cloned().for_each(|cookie| self.model.set_unchecked(cookie));
    }

    fn restore(&mut self, now: i64) {
        let text = seen::written(&self.jar);
        let (options, stored) =
            read_jar(&text, self.jar.options().rule_set, now).unwrap_or_else(|why| panic!("{why:?}: {text}"));
        self.jar = seen::restored(options, stored);
    }

    fn check(&self) {
        let of_jar: Vec<Cookie> = self.jar.cookies().into_iter().map(as_in_model).collect();
        assert_eq!(of_jar, self.model.cookies);
        assert_eq!(self.jar.len(), of_jar.len());
    }
}

fn url_of(request: &Request) -> RequestUrl {
    let scheme = if request.is_https { "https" } else { "http" };
    let url = format!("{scheme}://{}{}", request.host, request.path);
    RequestUrl::parse(&url).unwrap_or_else(|why| panic!("{why:?}: {url}"))
}

fn same_site(of_model: SameSite) -> attributes::SameSite {
    match of_model {
        SameSite::Unset => attributes::SameSite::Unset,
        SameSite::None => attributes::SameSite::None,
        SameSite::Lax => attributes::SameSite::Lax,
        SameSite::Strict => attributes::SameSite::Strict,
    }
}

fn as_in_model(cookie: &StoredCookie) -> Cookie {
    Cookie {
        name: cookie.name().to_owned(),
        value: cookie.value().to_owned(),
        domain: cookie.domain().to_owned(),
        host_only: cookie.host_only(),
        path: cookie.path().to_owned(),
        secure: cookie.secure(),
        http_only: cookie.http_only(),
        same_site: SAME_SITES[cookie.same_site() as usize],
        partition: cookie.partition().map(PartitionKey::site).map(str::to_owned),
        // The jar counts microseconds, none of which come from here.
        expiry: cookie.expiry().map(|expiry| if expiry == i64::MIN { expiry } else { expiry / 1000 }),
        creation: cookie.creation(),
        last_access: cookie.last_access(),
    }
}
