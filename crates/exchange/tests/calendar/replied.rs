//! The 2,816 real answered messages of the shared data, timed by these clocks.

use onemap_domain::calendar::Period;
use onemap_exchange::messages::read;
use onemap_testkit::real;

use crate::calendar;

/// The bytes of the real file.
fn real_file() -> Option<Vec<u8>> {
    Some(std::fs::read(real::file("messages/replied.xlsx")?).unwrap())
}

#[test]
fn so_many_of_the_real_messages_were_answered_in_time() {
    let Some(bytes) = real_file() else { return };
    let sheet = read(&bytes, &mut |_, _| {}).unwrap();
    let calendar = calendar();
    let within = |period: Period| {
        let mut answered = 0;
        for message in &sheet.messages {
            let deadline = calendar.deadline(message.at, period);
            assert_eq!(deadline.provisional, None, "every year is known");
            // The one answer without a time of day is taken at 00:00 of its day, and a period in
            // days ends at 24:00: the hour it was given at makes no difference.
            let reply = message.reply.as_ref().unwrap();
            answered += usize::from(reply.at < deadline.at);
        }
        answered
    };
    let counts = [
        within(Period::WorkingDays(5)),
        within(Period::NaturalDays(15)),
        within(Period::NaturalDays(60)),
    ];
    let all = sheet.messages.len();
    println!(
        "of {all} answered messages, within 5 working days: {}",
        counts[0]
    );
    println!(
        "of {all} answered messages, within 15 natural days: {}",
        counts[1]
    );
    println!(
        "of {all} answered messages, within 60 natural days: {}",
        counts[2]
    );
    assert_eq!(all, 2816);
    assert_eq!(counts, [1076, 1784, 2662]);
}
