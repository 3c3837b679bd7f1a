//! Steps on a file whose rows hold anything: what no step wrote, but a tool, another program or a damaged disk. Whatever it is, a step answers or
//! fails, and one that fails has changed nothing.
#![no_main]

use std::cell::RefCell;

use arbitrary::{Arbitrary, Unstructured};
use crawler_session_fuzz::input::NOW;
use crawler_session_sqlite::steps::add::Addition;
use crawler_session_sqlite::steps::claim::{Claim, Claimed, Pick};
use crawler_session_sqlite::steps::hold::{Release, Renewal, StateOfHolder};
use crawler_session_sqlite::steps::read::Page;
use crawler_session_sqlite::{Database, Error, Store, Transaction, Waiting};
use libfuzzer_sys::fuzz_target;
use rusqlite::{params, Connection, Statement};

const POOL: &str = "shop";
const IDS: [&str; 4] = ["s0", "s1", "s2", ""];
const PICKS: [Pick; 4] = [Pick::LeastRecentlyUsed, Pick::MostRecentlyUsed, Pick::RoundRobin, Pick::Random];
const STATUSES: [&str; 5] = ["free", "in use", "cooling", "retired", "expired"];

/// A number of a column: around zero, around now, at the ends, or any.
#[derive(Debug, Clone, Copy)]
struct Number(i64);

impl<'a> Arbitrary<'a> for Number {
    fn arbitrary(input: &mut Unstructured<'a>) -> arbitrary::Result<Number> {
        let small = i64::from(i8::arbitrary(input)?);
        Ok(Number(match u8::arbitrary(input)? {
            0..=99 => small,
            100..=219 => NOW + 100 * small,
            220..=229 => i64::MAX - small.abs(),
            230..=239 => i64::MIN + small.abs(),
            _ => i64::arbitrary(input)?,
        }))
    }
}

/// A text of a column, which may be no UTF-8.
#[derive(Debug, Arbitrary)]
enum Text {
    Status(u8),
    Bytes(Vec<u8>),
}

impl Text {
    fn bytes(&self) -> &[u8] {
        match self {
            Text::Status(choice) => STATUSES[usize::from(*choice) % STATUSES.len()].as_bytes(),
            Text::Bytes(bytes) => bytes,
        }
    }
}

#[derive(Debug, Arbitrary)]
struct Row {
    seq: Option<Number>,
    id: Option<Text>,
    status: Text,
    at: Option<Number>,
    line: Option<Number>,
    is_live: Number,
    check_at: Number,
    fence: Number,
    owner: Option<Text>,
    lease_until: Number,
    ready_at: Number,
    used_at: Number,
    usable_until: Number,
    reason: Option<Text>,
    state: Option<Text>,
}

#[derive(Debug, Arbitrary)]
struct Pool {
    live: Number,
    turn: Number,
    has_line: Number,
    fence: Number,
}

#[derive(Debug, Arbitrary)]
enum Step {
    Claim { owner: u8, lease: Number, id: Option<u8>, pick: u8, max_pool_size: Option<Number> },
    Add { id: u8, usable_until: Number, max_pool_size: Option<Number>, lease: Option<Number> },
    Renew { id: u8, fence: Number, lease: Number, has_state: bool, usable_until: Option<Number> },
    Release { id: u8, fence: Number, rest: Number, has_state: bool, usable_until: Option<Number>, retires: bool },
    Retire { id: u8, fence: Option<Number> },
    Reset { id: u8, fence: Number, usable_until: Number },
    Remove { id: u8 },
    Prune,
    Get { id: u8 },
    List { after: Number, limit: Number, with_states: bool },
    Stats,
}

#[derive(Debug, Arbitrary)]
struct Story {
    pool: Pool,
    rows: Vec<Row>,
    steps: Vec<Step>,
}

fuzz_target!(|story: Story| FILE.with_borrow_mut(|file| {
    file.fill(&story);
    story.steps.iter().take(20).for_each(|step| file.run(step));
    file.store.tidy();
}));

thread_local! {
    /// One file for all inputs: to make one takes longer than to fill it.
    static FILE: RefCell<File> = RefCell::new(File::new());
}

/// The file, open twice: as a store, and for what only tests write.
struct File {
    store: Store<'static>,
    connection: &'static Connection,
    pool: Statement<'static>,
    session: Statement<'static>,
    state: Statement<'static>,
    dump: Statement<'static>,
}

impl File {
    fn new() -> File {
        let folder = std::env::temp_dir().join(format!("crawler-session-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        let path = folder.join("sessions.db");
        let database = Box::leak(Box::new(Database::open(&path, Waiting::default()).expect("a new file")));
        let store = Store::new(database).expect("the tables of a new file");
        let connection = Box::leak(Box::new(Connection::open(&path).expect("the same file")));
        let prepare = |sql: &str| connection.prepare(sql).expect("the statement is right");
        let file = File {
            pool: prepare("INSERT INTO pool (seq, name, live, turn, has_line, fence) VALUES (1, ?1, ?2, ?3, ?4, ?5)"),
            session: prepare(
                "INSERT OR IGNORE INTO session (seq, pool, id, status, at, line, is_live, check_at, fence, owner, \
                 lease_until, ready_at, used_at, usable_until, reason) \
                 VALUES (?1, 1, CAST(?2 AS TEXT), CAST(?3 AS TEXT), ?4, ?5, ?6, ?7, ?8, CAST(?9 AS TEXT), \
                 ?10, ?11, ?12, ?13, CAST(?14 AS TEXT))",
            ),
            state: prepare("INSERT OR IGNORE INTO state (seq, text) VALUES (?1, CAST(?2 AS TEXT))"),
            dump: prepare(
                "SELECT CAST(group_concat(text, char(10)) AS BLOB) FROM ( \
                 SELECT concat_ws(',', quote(live), quote(turn), quote(has_line), quote(fence)) AS text FROM pool \
                 UNION ALL SELECT concat_ws(',', quote(seq), quote(id), quote(status), quote(at), quote(line), \
                 quote(is_live), quote(check_at), quote(fence), quote(owner), quote(lease_until), quote(ready_at), \
                 quote(used_at), quote(usable_until), quote(reason)) FROM session \
                 UNION ALL SELECT concat_ws(',', quote(seq), quote(text)) FROM state)",
            ),
            store,
            connection,
        };
        // Both have it open; it is gone when they are.
        std::fs::remove_dir_all(&folder).expect("the folder is ours");
        file
    }

    /// Puts the rows of a story in place of those of the last one.
    fn fill(&mut self, Story { pool, rows, .. }: &Story) {
        let sql = "BEGIN; DELETE FROM pool; DELETE FROM session; DELETE FROM state; DELETE FROM sqlite_sequence";
        self.connection.execute_batch(sql).expect("an empty file");
        let Pool { live, turn, has_line, fence } = pool;
        self.pool.execute(params![POOL, live.0, turn.0, has_line.0, fence.0]).expect("a pool");
        for (index, row) in rows.iter().take(IDS.len()).enumerate() {
            let id = row.id.as_ref().map_or(IDS[index].as_bytes(), Text::bytes);
            let [owner, reason] = [&row.owner, &row.reason].map(|text| text.as_ref().map(Text::bytes));
            let seq = row.seq.map_or(index as i64 + 1, |seq| seq.0);
            let values = params![
                seq,
                id,
                row.status.bytes(),
                row.at.map(|at| at.0),
                row.line.map(|line| line.0),
                row.is_live.0,
                row.check_at.0,
                row.fence.0,
                owner,
                row.lease_until.0,
                row.ready_at.0,
                row.used_at.0,
                row.usable_until.0,
                reason
            ];
            self.session.execute(values).expect("a row of the right types");
            if let Some(text) = &row.state {
                self.state.execute(params![seq, text.bytes()]).expect("a state");
            }
        }
        self.connection.execute_batch("COMMIT").expect("nobody else writes");
    }

    fn run(&mut self, step: &Step) {
        let id_of = |choice: u8| IDS[usize::from(choice) % IDS.len()];
        let state_if = |has: bool| has.then_some("{}");
        match *step {
            Step::Claim { owner, lease, id, pick, max_pool_size } => {
                let owner = format!("owner {}", owner % 2);
                let request = Claim {
                    owner: &owner,
                    lease: lease.0,
                    id: id.map(id_of),
                    pick: PICKS[usize::from(pick) % PICKS.len()],
                    max_pool_size: max_pool_size.map(|size| size.0),
                };
                let claimed = self.write(|steps| steps.claim(POOL, &request, NOW));
                self.check_claim(&request, claimed);
            }
            Step::Add { id, usable_until, max_pool_size, lease } => {
                let addition = Addition {
                    id: id_of(id),
                    state: "{}",
                    usable_until: usable_until.0,
                    max_pool_size: max_pool_size.map(|size| size.0),
                    lease: lease.map(|lease| ("owner 0", lease.0)),
                };
                self.write(|steps| steps.add(POOL, &addition, NOW));
            }
            Step::Renew { id, fence, lease, has_state, usable_until } => {
                let usable_until = usable_until.map(|until| until.0);
                let changes = Renewal { lease: lease.0, state: state_if(has_state), usable_until };
                self.write(|steps| steps.renew(POOL, id_of(id), fence.0, &changes, NOW));
            }
            Step::Release { id, fence, rest, has_state, usable_until, retires } => {
                let usable_until = usable_until.map(|until| until.0);
                let reason = retires.then_some("blocked");
                let changes = Release { rest: rest.0, state: state_if(has_state), usable_until, reason };
                self.write(|steps| steps.release(POOL, id_of(id), fence.0, &changes, NOW));
            }
            Step::Retire { id, fence } => {
                let held = fence.map(|fence| StateOfHolder { fence: fence.0, state: Some("{}") });
                self.write(|steps| steps.retire(POOL, id_of(id), "by hand", held, NOW));
            }
            Step::Reset { id, fence, usable_until } => {
                self.write(|steps| steps.reset(POOL, id_of(id), fence.0, "{}", usable_until.0, NOW));
            }
            Step::Remove { id } => {
                self.write(|steps| steps.remove(POOL, id_of(id)));
            }
            Step::Prune => {
                self.write(|steps| steps.prune(POOL, NOW));
            }
            Step::Get { id } => {
                let _ = self.store.get(POOL, id_of(id));
            }
            Step::List { after, limit, with_states } => {
                let _ = self.store.list(POOL, Page { after: after.0, limit: limit.0, with_states });
            }
            Step::Stats => {
                let _ = self.store.stats(POOL, NOW);
            }
        }
    }

    /// Runs a step in a transaction. If it fails, all rows are as they were.
    fn write<T>(&mut self, step: impl FnOnce(&mut Transaction<'_, '_>) -> Result<T, Error>) -> Option<T> {
        let before = self.rows();
        let mut transaction = self.store.begin().expect("nobody else writes");
        match step(&mut transaction) {
            Ok(result) => {
                transaction.commit().expect("there is room");
                Some(result)
            }
            Err(error) => {
                drop(transaction);
                assert_eq!(self.rows(), before, "{error}");
                None
            }
        }
    }

    fn rows(&mut self) -> Option<Vec<u8>> {
        self.dump.query_row([], |row| row.get(0)).expect("all can be read as octets")
    }

    /// Checks that whoever was given a record holds it.
    fn check_claim(&mut self, request: &Claim<'_>, claimed: Option<Claimed>) {
        let Some(Claimed::Claimed { id, fence, .. }) = claimed else { return };
        assert!(request.id.is_none_or(|wanted| wanted == id));
        if let Ok(read) = self.store.get(POOL, &id) {
            let Some(read) = read else { return };
            assert_eq!((read.record.fence, read.record.owner.as_deref()), (fence, Some(request.owner)));
            assert_eq!(read.record.is_held(NOW), request.lease > 0);
        }
    }
}
