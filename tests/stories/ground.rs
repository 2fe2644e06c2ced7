//! What the ground owes and who is on duty, from where it is written down to every place that says
//! it: the page's gaps, the morning's pack, its page in the window, its minutes, and the wall.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use jiff::civil::date;
use onemap_domain::area::AreaCode;
use onemap_domain::indicator::Rate;
use onemap_domain::pack::{Pack, Rhythm};
use onemap_domain::record::roster::{self, Officer, Turn};
use onemap_domain::record::{Matter, RecordCommand, duty};
use onemap_protocol::desk::{
    AskGaps, AskRoster, AskWall, KeepMinutes, KeepRecord, Meetings, PaperForm, RecordCard,
};
use onemap_protocol::text::Language;
use onemap_testkit::county::{COUNTY, GRIDS};

use crate::driver::{Page, screen, within_minutes};
use crate::minutes::{WORD, python};
use crate::town::{OpenDesk, Town, eventually};
use crate::walk::picture;

const RULE: &str = "daily_patrol";
const LEFT: char = '\u{e012}';
const END: char = '\u{e010}';

async fn press(page: &Page, keys: impl IntoIterator<Item = char>) {
    for key in keys {
        let pressed = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        page.client.perform_actions(pressed).await.unwrap();
    }
}

async fn keeps(desk: &OpenDesk, keep: RecordCommand) {
    let keep = KeepRecord {
        record: None,
        revision: 0,
        keep,
    };
    desk.act(keep).await.unwrap();
}

async fn newest_pack(desk: &OpenDesk) -> Option<Pack> {
    let rhythm = Rhythm::Daily;
    let meetings = desk.ask(Meetings { rhythm }).await.unwrap();
    let id = meetings.first()?.id;
    let view = desk.ask(RecordCard { id }).await.unwrap();
    match view.row.record.matter {
        Matter::Meeting(meeting) => Some(*meeting.pack),
        _ => None,
    }
}

fn of_patrol(pack: &Pack) -> Rate {
    let duties = pack.duties.iter();
    let mut patrols = duties.filter(|duty| duty.standing.rule == RULE);
    patrols.next().unwrap().standing.rate
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_on_the_ground_stands_in_the_morning_pack_and_on_the_wall() {
    if screen() {
        within_minutes(Box::pin(missing())).await;
    }
}

async fn missing() {
    let town = Town::at("ulanqab", "2026-11-17T18:30+08").await;
    let desk = town.desk("town").await;
    desk.on_line("lijun").await;
    for grid in &GRIDS[..2] {
        let write = duty::Command::Write {
            rule: RULE.to_owned(),
            area: AreaCode::parse(grid).unwrap(),
            on: date(2026, 11, 17),
            note: "巡查正常".to_owned(),
            mark: None,
        };
        keeps(&desk, RecordCommand::Duty(write)).await;
    }
    plans_the_night(&desk).await;
    let now = desk.ask(AskGaps { area: None }).await.unwrap();
    let running = now.duties.iter().find(|duty| duty.rule == RULE).unwrap();
    assert_eq!(
        running.running.rate.numerator, 2,
        "before the central has it"
    );
    eventually("it is at the central", async || {
        desk.status().await.waiting == 0
    })
    .await;

    town.becomes("2026-11-18T07:30:00+08");
    let wall = town.desk("wall").await;
    wall.on_line("daping").await;
    the_wall_says_who_is_on_duty(&wall).await;

    town.becomes("2026-11-18T08:00:30+08");
    desk.on_line("lijun").await;
    eventually("the pack of the day is frozen", async || {
        let pack = newest_pack(&desk).await;
        pack.is_some_and(|pack| pack.days.to == date(2026, 11, 17))
    })
    .await;
    let pack = newest_pack(&desk).await.unwrap();
    let rate = of_patrol(&pack);
    assert_eq!(rate.numerator, 2);
    let gaps = desk.ask(AskGaps { area: None }).await.unwrap();
    let patrol = gaps.duties.iter().find(|duty| duty.rule == RULE).unwrap();
    assert_eq!(patrol.last.rate, rate, "the page and the pack say the same");
    let below = patrol.below.iter().map(|(_, rate)| *rate);
    let sum = below.fold(Rate::default(), |sum, rate| {
        Rate::new(
            sum.numerator + rate.numerator,
            sum.denominator + rate.denominator,
        )
    });
    assert_eq!(sum, rate, "the towns sum to the county");

    eventually("the wall says the same", async || {
        let shown = wall.ask(AskWall { area: None }).await.unwrap();
        let mut duties = shown.duties.iter();
        duties.any(|(rule, told)| rule == RULE && *told == rate)
    })
    .await;
    in_the_window(&town, rate).await;

    let meeting = desk
        .ask(Meetings {
            rhythm: Rhythm::Daily,
        })
        .await
        .unwrap()[0]
        .id;
    let minutes = KeepMinutes {
        meeting,
        form: PaperForm::Word,
        language: Language::Chinese,
    };
    let text = python(WORD, &desk.act(minutes).await.unwrap());
    assert!(text.contains("一日一巡网"), "{text}");
    assert!(
        text.contains(&format!("{}%", rate.percent().unwrap())),
        "{text}"
    );
}

async fn plans_the_night(desk: &OpenDesk) {
    let turns = ["day", "night"].map(|shift| Turn {
        on: date(2026, 11, 17),
        shift: shift.to_owned(),
        officers: vec![Officer {
            name: if shift == "night" { "陈宏" } else { "王磊" }.to_owned(),
            phone: "13800001234".to_owned(),
            unit: None,
            mode: None,
            leads: true,
        }],
    });
    let put = roster::Command::Put {
        area: AreaCode::parse(COUNTY).unwrap(),
        turns: turns.to_vec(),
    };
    keeps(desk, RecordCommand::Roster(put)).await;
}

/// Who is on duty, and nobody's number.
async fn the_wall_says_who_is_on_duty(wall: &OpenDesk) {
    let shown = wall.ask(AskWall { area: None }).await.unwrap();
    let officers: Vec<&Officer> = shown
        .on_duty
        .iter()
        .flat_map(|on_duty| &on_duty.turn.officers)
        .collect();
    assert_eq!(
        officers.len(),
        1,
        "the night's shift goes on after midnight"
    );
    assert_eq!(
        (officers[0].name.as_str(), officers[0].phone.as_str()),
        ("陈宏", "")
    );
    let ask = AskRoster {
        area: None,
        around: None,
    };
    let roster = wall.ask(ask).await.unwrap();
    assert!(
        roster
            .roster
            .turns
            .iter()
            .flat_map(|turn| &turn.officers)
            .all(|officer| officer.phone.is_empty())
    );
}

/// The morning's page, then one of its own in the presentation.
async fn in_the_window(town: &Town, rate: Rate) {
    let page = town.window("window", town.address).await;
    page.sign_in("wangmin").await;
    page.becomes("status-link", "data-link", "online").await;
    page.shows("[data-testid='go-meetings']").await;
    press(&page, ['g', 'm']).await;
    let line = format!(
        "[data-testid='meeting-duty'][data-rule='{RULE}'][data-done='{}'][data-owed='{}']",
        rate.numerator, rate.denominator
    );
    page.shows(&format!("[data-testid='meeting-duties'] {line}"))
        .await;
    press(&page, ['p']).await;
    page.shows("[data-testid='meeting-show']").await;
    press(&page, [END, LEFT]).await;
    page.becomes("meeting-show", "data-page", "duties").await;
    page.shows(&format!("[data-testid='meeting-show'] {line}"))
        .await;
    page.shows("[data-testid='meeting-show'] [data-testid='meeting-gap']")
        .await;
    picture(&page, "meeting-duties").await;
    page.close().await;
}
