//! Reconciliation: what the wall, the board, the inbox, the area panels, the department loads, the
//! indicators and a pack say of the same moment is the same, at every level, and the same as what a
//! plain count over the cases gives.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use onemap_central::sample;
use onemap_console::Reads;
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::board::{Band, Pick, Whose};
use onemap_domain::case::Case;
use onemap_domain::department::DepartmentCode;
use onemap_domain::indicator::{Dimension, Flow, Indicator, Slice, Standing, Tally};
use onemap_domain::pack::{FigureKind, Rhythm, Sources, hot_spots, pack};
use onemap_domain::people::UserId;
use onemap_protocol::desk::{
    AreaCard, AskBoard, AskWall, BoardView, CaseFilter, Cases, CountedIn, DepartmentCard,
    EnterSession, Lanes, Loads, Picked, RankBy, Rates, WallView,
};

use onemap_protocol::session::{Secret, Session, SignIn};

use crate::town::{OpenDesk, Town, eventually};

/// Every case that the desk knows, as it stands.
async fn all_cases(desk: &OpenDesk) -> Vec<Case> {
    let user = Reads::user(&desk.desk).unwrap();
    let ids: Vec<_> = Reads::revisions(&desk.desk, &user.scope)
        .await
        .unwrap()
        .into_iter()
        .map(|(id, ..)| id)
        .collect();
    let mut cases = Vec::new();
    for batch in ids.chunks(500) {
        let shown = Reads::states(&desk.desk, &user.scope, batch).await.unwrap();
        cases.extend(shown.into_iter().map(|shown| shown.case));
    }
    cases
}

/// Waits until no deadline passes soon: between two questions nothing may change by itself.
async fn calm(desk: &OpenDesk, cases: &[Case]) {
    let soon = SignedDuration::from_secs(45);
    eventually("no deadline passes soon", async || {
        let now = Reads::now(&desk.desk);
        let passes = |due: Timestamp| due >= now && due.duration_since(now) < soon;
        !cases.iter().filter_map(Case::due_at).any(passes)
    })
    .await;
}

/// What a plain count over the cases gives for an area.
struct Counted {
    open: u32,
    overdue: u32,
    by_lead: BTreeMap<Option<DepartmentCode>, (u32, u32)>,
}

fn counted(cases: &[Case], area: &AreaCode, now: Timestamp) -> Counted {
    let mut counted = Counted {
        open: 0,
        overdue: 0,
        by_lead: BTreeMap::new(),
    };
    let inside = |case: &&Case| case.is_open() && area.covers(&case.facts.grid);
    for case in cases.iter().filter(inside) {
        let late = u32::from(case.is_overdue(now));
        counted.open += 1;
        counted.overdue += late;
        let led = counted.by_lead.entry(case.lead.clone()).or_default();
        led.0 += 1;
        led.1 += late;
    }
    counted
}

async fn board(desk: &OpenDesk, pick: Pick) -> BoardView {
    desk.ask(AskBoard { pick }).await.unwrap()
}

async fn wall(desk: &OpenDesk, area: &AreaCode) -> WallView {
    let area = Some(area.clone());
    desk.ask(AskWall { area }).await.unwrap()
}

/// The wall, and the board before and after it: where a lamp turns yellow between the two, they are asked
/// again, so that all three are of one moment.
async fn wall_between(desk: &OpenDesk, pick: &Pick, area: &AreaCode) -> WallView {
    loop {
        let before = board(desk, pick.clone()).await.total;
        let wall = wall(desk, area).await;
        if board(desk, pick.clone()).await.total == before {
            assert_eq!(wall.sums, before, "the wall of {area}");
            return wall;
        }
    }
}

/// One area on every screen that says a number of it.
async fn agree(desk: &OpenDesk, cases: &[Case], area: &AreaCode) -> u32 {
    let card = desk.ask(AreaCard { code: area.clone() }).await.unwrap();
    let pick = Pick {
        area: Some(area.clone()),
        ..Pick::default()
    };
    let board = board(desk, pick.clone()).await;
    let plain = counted(cases, area, board.at);
    let of = |what: &str| format!("{what} of {area}");
    assert_eq!(board.total.open, plain.open, "{}", of("the board"));
    assert_eq!(board.total.overdue(), plain.overdue, "{}", of("the board"));
    assert_eq!(
        (card.open, card.overdue),
        (plain.open, plain.overdue),
        "{}",
        of("the panel")
    );
    for row in &board.rows {
        let lead = match &row.whose {
            Whose::Department(code) => Some(code.clone()),
            Whose::Nobody => None,
        };
        let (open, overdue) = plain.by_lead[&lead];
        assert_eq!(
            (row.sums.open, row.sums.overdue()),
            (open, overdue),
            "{}",
            of("a row")
        );
    }
    assert_eq!(board.rows.len(), plain.by_lead.len(), "{}", of("the rows"));
    let bands: u32 = Band::ALL.map(|band| board.total.band(band)).iter().sum();
    assert_eq!(bands, board.total.open, "{}", of("the bands"));
    let lanes = desk
        .ask(Lanes {
            area: Some(area.clone()),
        })
        .await
        .unwrap();
    assert_eq!(lanes.open, plain.open, "{}", of("the inbox"));
    if area.level() <= Level::Village {
        let wall = wall_between(desk, &pick, area).await;
        let on_the_way: u32 = wall.lanes.iter().map(|(_, cases)| cases).sum();
        assert_eq!(on_the_way, plain.open, "{}", of("the wall's way"));
        let places = |read: fn(&onemap_protocol::desk::PlaceRow) -> u32| {
            wall.places.iter().map(read).sum::<u32>()
        };
        assert_eq!(
            places(|place| place.open),
            plain.open,
            "{}",
            of("the wall's places")
        );
        assert_eq!(
            places(|place| place.overdue),
            plain.overdue,
            "{}",
            of("the wall's places")
        );
        assert_eq!(
            places(|place| place.reported),
            wall.reported.today,
            "{}",
            of("today")
        );
        let children: u32 = card.children.iter().map(|child| child.open).sum();
        assert_eq!(children, plain.open, "{}", of("the children"));
    }
    let picked = desk
        .ask(Picked {
            pick,
            offset: 0,
            limit: 1,
        })
        .await
        .unwrap();
    assert_eq!(picked.total, plain.open, "{}", of("what opens behind it"));
    plain.open
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_says_the_same_of_the_same_moment_at_every_level() {
    let town = Town::of(None, || sample::chishui().unwrap()).await;
    let desk = town.desk("a").await;
    let user = UserId("wangmin".to_owned());
    let password = Secret("onemap-demo".to_owned());
    desk.act(EnterSession::with_password(user, password))
        .await
        .unwrap();
    eventually("the county is here", async || {
        Reads::county(&desk.desk).is_some() && desk.ask(Loads {}).await.is_ok()
    })
    .await;
    let county = Reads::county(&desk.desk).unwrap();
    let cases = all_cases(&desk).await;
    assert!(cases.len() > 1_500, "{}", cases.len());
    calm(&desk, &cases).await;

    let mut areas: Vec<AreaCode> = Vec::new();
    for area in &county.register.areas {
        let level = area.code.level();
        // Every town and village, and every twentieth grid: the rest is the same code.
        let chosen = match level {
            Level::County | Level::Town | Level::Village => true,
            Level::Grid => areas.len().is_multiple_of(20),
            _ => false,
        };
        if chosen {
            areas.push(area.code.clone());
        }
    }
    let mut by_level: BTreeMap<Level, u32> = BTreeMap::new();
    for area in &areas {
        let open = agree(&desk, &cases, area).await;
        *by_level.entry(area.level()).or_default() += open;
    }
    assert_eq!(by_level[&Level::Town], by_level[&Level::County]);
    assert_eq!(by_level[&Level::Village], by_level[&Level::County]);

    departments_agree(&desk).await;
    the_pack_agrees(&desk, &cases).await;
    rates_agree(&town, &desk, &cases).await;
}

async fn departments_agree(desk: &OpenDesk) {
    let whole = wall(desk, &Reads::county(&desk.desk).unwrap().register.county).await;
    for row in desk.ask(Loads {}).await.unwrap() {
        let code = row.department.clone();
        let on_the_wall = whole.loads.iter().find(|other| other.department == code);
        let on_the_wall = on_the_wall.map(|row| (row.load.open, row.load.overdue));
        let load = (row.load.open > 0).then_some((row.load.open, row.load.overdue));
        assert_eq!(on_the_wall, load, "{code} on the wall");
        let card = desk
            .ask(DepartmentCard { code: code.clone() })
            .await
            .unwrap();
        assert_eq!(card.load, row.load, "{code}'s panel");
        let led = desk
            .ask(Cases {
                filter: CaseFilter {
                    department: Some(code.clone()),
                    ..CaseFilter::default()
                },
                offset: 0,
                limit: 1,
            })
            .await
            .unwrap();
        let pick = Pick {
            whose: Some(Whose::Department(code.clone())),
            ..Pick::default()
        };
        assert_eq!(
            board(desk, pick).await.total.open,
            led.total,
            "{code}'s list"
        );
    }
}

async fn the_pack_agrees(desk: &OpenDesk, cases: &[Case]) {
    let county = Reads::county(&desk.desk).unwrap();
    let view = wall(desk, &county.register.county).await;
    let sources = Sources {
        cases,
        decisions: &[],
        earlier: &[],
        calendar: &county.calendar,
        meetings: &county.profile.meetings,
        duties: &[],
        areas: &[],
        diaries: &BTreeMap::new(),
        indexes: &[],
    };
    let made = pack(Rhythm::Daily, &county.register.county, view.at, &sources);
    let figure = |kind| made.figure(kind).unwrap().count;
    assert_eq!(figure(FigureKind::Open), u64::from(view.sums.open));
    assert_eq!(figure(FigureKind::Overdue), u64::from(view.sums.overdue()));
    assert_eq!(made.hot_spots, view.hot_spots);
    for kind in FigureKind::ALL {
        let behind = CountedIn {
            figure: kind,
            area: made.area.clone(),
            days: made.days,
            at: made.at,
            offset: 0,
            limit: 1,
        };
        if matches!(kind, FigureKind::Overdue | FigureKind::DueToday) {
            // Those the pack names itself.
            assert!(desk.ask(behind).await.is_err());
            continue;
        }
        let page = desk.ask(behind).await.unwrap();
        assert_eq!(u64::from(page.total), figure(kind), "{}", kind.name());
    }
    let today = county.calendar.date(view.at);
    let standings: Vec<Standing> = cases
        .iter()
        .filter_map(|case| Standing::of(case, &county.calendar))
        .collect();
    let tally = Tally::of(Level::Town, &standings);
    let flow = |flow| tally.count(flow, today, today, &Slice::All);
    assert_eq!(flow(Flow::Reported), u64::from(view.reported.today));
    assert_eq!(flow(Flow::Closed), u64::from(view.closed.today));
    let days = made.days;
    let before = |flow| tally.count(flow, days.from, days.to, &Slice::All);
    assert_eq!(figure(FigureKind::Reported), before(Flow::Reported));
    assert_eq!(figure(FigureKind::Closed), before(Flow::Closed));
    let spots = hot_spots(Rhythm::Daily, days, standings.iter());
    assert_eq!(made.hot_spots, spots);
}

/// What the central's own interface says of some days, to whoever the desk is signed in as.
async fn told_by_the_central(town: &Town, from: Date, to: Date) -> serde_json::Value {
    let central = format!("http://{}", town.address);
    let client = reqwest::Client::new();
    let sign_in = SignIn::with_password(
        UserId("wangmin".to_owned()),
        Secret("onemap-demo".to_owned()),
        uuid::Uuid::now_v7(),
    );
    let request = client.post(format!("{central}/v1/sessions")).json(&sign_in);
    let session: Session = request.send().await.unwrap().json().await.unwrap();
    let url = format!("{central}/v1/indicators?from={from}&to={to}");
    let request = client.get(url).bearer_auth(&session.token.0);
    request.send().await.unwrap().json().await.unwrap()
}

async fn rates_agree(town: &Town, desk: &OpenDesk, cases: &[Case]) {
    let county = Reads::county(&desk.desk).unwrap();
    let now = Reads::now(&desk.desk);
    let today = county.calendar.date(now);
    let from = today.first_of_month();
    let marks: Vec<Standing> = cases
        .iter()
        .filter_map(|case| Standing::of(case, &county.calendar))
        .collect();
    let rows = desk
        .ask(Rates {
            from,
            to: today,
            by: Slice::All,
        })
        .await
        .unwrap();
    let view = wall(desk, &county.register.county).await;
    let told = told_by_the_central(town, from, today).await;
    for row in rows {
        let counts = |met: bool| {
            let marks = marks.iter().filter_map(|one| one.mark(row.indicator));
            let inside = marks.filter(|mark| (from..=today).contains(&mark.on));
            inside.filter(|mark| !met || mark.met).count() as u64
        };
        let plain = (counts(true), counts(false));
        let said = (row.rate.numerator, row.rate.denominator);
        assert_eq!(said, plain, "{:?}", row.indicator);
        let on_the_wall = view
            .rates
            .iter()
            .find(|other| other.indicator == row.indicator);
        // What nothing could count in is not on the wall.
        let on_the_wall =
            on_the_wall.map_or((0, 0), |row| (row.rate.numerator, row.rate.denominator));
        assert_eq!(on_the_wall, plain, "{:?} on the wall", row.indicator);
        let indicator = serde_json::to_value(row.indicator).unwrap();
        let rates = told["all"]["rates"].as_array().unwrap();
        let by_interface = rates.iter().find(|one| one["indicator"] == indicator);
        let by_interface = by_interface.map(|one| {
            let of = |field: &str| one[field].as_u64().unwrap();
            (of("numerator"), of("denominator"))
        });
        assert_eq!(
            by_interface,
            Some(plain),
            "{:?} by the interface",
            row.indicator
        );
        let ranked = desk
            .ask(RankBy {
                indicator: Indicator::ClosingInTime,
                from,
                to: today,
                dimension: Dimension::Town,
                least: 1,
            })
            .await
            .unwrap();
        let towns: u64 = ranked.places.iter().map(|row| row.rate.denominator).sum();
        let whole = marks
            .iter()
            .filter_map(|one| one.mark(Indicator::ClosingInTime))
            .filter(|mark| (from..=today).contains(&mark.on))
            .count() as u64;
        assert_eq!(towns, whole, "the towns' denominators sum to the county's");
    }
}
