//! The first meeting after days on which nobody met: its pack is of all of them, and list, Word and
//! PDF name them.

use jiff::civil::Date;
use onemap_domain::pack::{Days, FigureKind, Rhythm};
use onemap_protocol::desk::{Directory, KeepMinutes, Meetings, PaperForm};
use onemap_protocol::text::Language;

use crate::minutes::{WORD, python};
use crate::papers::{read, says};
use crate::town::{Town, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn a_mondays_pack_is_of_friday_to_sunday_and_says_so_wherever_it_is_read() {
    let town = Town::at("chishui", "2026-11-20T08:05:00+08:00").await;
    let shipped = include_str!("../../assets/profiles/chishui.toml");
    let own = shipped.replace("code = \"chishui\"", "code = \"chishui-resting\"");
    let resting = format!("{own}\n[meetings]\nhour = 8\nworking_days_only = true\n");
    town.works_by(&resting).await;
    let centre = town.desk("a").await;
    centre.on_line("wangmin").await;
    eventually("the desk knows when the county meets", async || {
        let names = centre.ask(Directory {}).await;
        names.is_ok_and(|names| names.profile.meetings.working_days_only)
    })
    .await;
    let id = centre.report("周五上午的事").await.unwrap();
    eventually("it is at the central", async || {
        centre.view(id).await.is_ok_and(|view| !view.pending)
    })
    .await;

    town.becomes("2026-11-23T08:05:00+08:00");
    centre.on_line("lijun").await;
    let day = |day: i8| Date::constant(2026, 11, day);
    let weekend = Days::new(day(20), day(22));
    let mut found = None;
    eventually("Monday's pack is frozen and here", async || {
        let rhythm = Rhythm::Daily;
        let meetings = centre.ask(Meetings { rhythm }).await.unwrap();
        found = meetings.into_iter().find(|row| row.days.to == day(22));
        found.is_some()
    })
    .await;
    let monday = found.unwrap();
    assert_eq!(monday.days, weekend);
    let mut figures = monday.figures.iter();
    let reported = figures.find(|figure| figure.kind == FigureKind::Reported);
    assert!(
        reported.is_some_and(|figure| figure.count >= 1),
        "what came in on the Friday is in it: {reported:?}"
    );

    let minutes = |form| KeepMinutes {
        meeting: monday.id,
        form,
        language: Language::Chinese,
    };
    let told = "2026年11月20日至2026年11月22日";
    let compared = [
        "此前同样天数: 2026年11月17日至2026年11月19日.",
        "此前同星期: 2026年11月13日至2026年11月15日.",
    ];
    let word = python(WORD, &centre.act(minutes(PaperForm::Word)).await.unwrap());
    let pdf = read(&centre.act(minutes(PaperForm::Pdf)).await.unwrap());
    says(&pdf, &[&format!("每日晨会 2026年11月23日 ({told})"), told]);
    says(&pdf, &compared);
    assert!(
        word.contains(&format!("每日晨会 2026年11月23日 ({told})")),
        "{word}"
    );
    for words in compared {
        assert!(word.contains(words), "{words} is missing in\n{word}");
    }
}
