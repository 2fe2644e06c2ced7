//! The commands in few words.

use onemap_domain::calendar::Period;
use onemap_domain::case::{
    Attachment, ContentHash, Facts, MediaType, Mediation, Path, PauseCause, Satisfaction,
    TaskForce, Urgency, VisitAnswers,
};
use onemap_domain::clock::ClockCode;
use onemap_domain::command::{Command, Dispatch};
use onemap_domain::people::Compartment;

use crate::fixture::{department, id, moment};

fn text(text: &str) -> String {
    text.to_owned()
}

fn named(bodies: &[&str]) -> Vec<String> {
    bodies.iter().map(|body| text(body)).collect()
}

pub fn report(facts: Facts) -> Command {
    let facts = Box::new(facts);
    Command::Report { facts }
}

pub fn amend(facts: Facts) -> Command {
    let facts = Box::new(facts);
    Command::Amend { facts }
}

pub fn triage(path: Path, assists: &[&str]) -> Command {
    Command::Triage {
        path,
        assists: assists.iter().map(|code| department(code)).collect(),
        note: text(""),
    }
}

pub fn verify() -> Command {
    Command::Verify {
        note: text("属实")
    }
}

pub fn decline(reason: &str) -> Command {
    let reason = text(reason);
    Command::Decline { reason }
}

pub fn establish(urgency: Urgency) -> Command {
    Command::Establish { urgency }
}

pub fn expedite(reason: &str) -> Command {
    let reason = text(reason);
    Command::Expedite { reason }
}

pub fn refer() -> Command {
    let reason = text("两家都说不归自己管");
    Command::Refer { reason }
}

pub fn order(lead: &str, assists: &[&str]) -> Dispatch {
    Dispatch {
        lead: department(lead),
        assists: assists.iter().map(|code| department(code)).collect(),
        requirements: text("先止溢"),
        due_at: None,
    }
}

pub fn dispatch(lead: &str) -> Command {
    Command::Dispatch(order(lead, &[]))
}

pub fn designate(lead: &str) -> Command {
    Command::Designate {
        order: order(lead, &[]),
        reason: text("研判会议定的"),
    }
}

pub fn redispatch(lead: &str) -> Command {
    Command::Redispatch {
        order: order(lead, &[]),
        reason: text("职责调整"),
    }
}

pub fn withdraw() -> Command {
    Command::Withdraw { note: text("") }
}

pub fn accept() -> Command {
    Command::Accept
}

/// 退单, or the objection.
pub fn give_back(reason: &str) -> Command {
    let reason = text(reason);
    Command::Return { reason }
}

pub fn uphold() -> Command {
    Command::UpholdReturn { note: text("") }
}

pub fn reject() -> Command {
    let reason = text("属于其职责");
    Command::RejectReturn { reason }
}

/// The three roles of 1+1+1+N that are given a name, and the N.
pub fn form(roles: &[&str], members: &[&str]) -> Command {
    let roles = roles.iter().map(|role| (text(role), text("某人")));
    Command::FormTaskForce {
        task_force: TaskForce {
            roles: roles.collect(),
            members: named(members),
        },
    }
}

pub fn progress() -> Command {
    let note = text("已派人");
    Command::Progress { note }
}

pub fn extend(clock: &str, period: Period) -> Command {
    Command::RequestExtension {
        clock: ClockCode::new(clock),
        period,
        reason: text("情况复杂"),
    }
}

pub fn ask_void() -> Command {
    let reason = text("误报");
    Command::RequestVoid { reason }
}

pub fn approve(note: &str) -> Command {
    let note = text(note);
    Command::Approve { note }
}

pub fn refuse() -> Command {
    let reason = text("不同意");
    Command::Refuse { reason }
}

pub fn suspend(cause: PauseCause) -> Command {
    Command::Suspend {
        cause,
        reason: text("等一等"),
        until: None,
    }
}

pub fn resume() -> Command {
    Command::Resume { note: text("") }
}

pub fn hand_off(body: &str) -> Command {
    Command::HandOff {
        body: text(body),
        reason: text("已起诉"),
    }
}

pub fn come_back() -> Command {
    let result = text("已判决");
    Command::ComeBack { result }
}

pub fn mediate(bodies: &[&str], parties: &[&str], agreed: bool) -> Command {
    Command::Mediate {
        mediation: Mediation {
            bodies: named(bodies),
            parties: named(parties),
            amount_fen: Some(250_000),
            agreed,
            text: text("分两次付清"),
        },
    }
}

pub fn feed_back() -> Command {
    let result = text("已修好");
    Command::FeedBack { result }
}

pub fn check(passed: bool) -> Command {
    let note = text("到场看过");
    Command::Check { passed, note }
}

/// A visit on which only the last question may be answered with no.
pub fn visit(satisfied: bool) -> Command {
    let answers = VisitAnswers {
        handled: true,
        resolved: true,
        satisfied,
    };
    let note = text("当面问过");
    Command::Visit { answers, note }
}

pub fn close(reason: &str, note: &str, demands: &[&str]) -> Command {
    Command::Close {
        reason: text(reason),
        note: text(note),
        demands: demands
            .iter()
            .map(|code| (text(code), text("已做")))
            .collect(),
    }
}

pub fn ask_review() -> Command {
    let reason = text("不服");
    Command::AskReview { reason }
}

pub fn decide_review(maintained: bool) -> Command {
    let text = text("意见书");
    Command::DecideReview { maintained, text }
}

pub fn reopen() -> Command {
    let reason = text("又漏了");
    Command::Reopen { reason }
}

pub fn evaluate(satisfaction: Satisfaction) -> Command {
    Command::Evaluate { satisfaction }
}

pub fn urge() -> Command {
    Command::Urge { note: text("") }
}

pub fn supervise(ladder: &str) -> Command {
    Command::Supervise {
        ladder: text(ladder),
        reason: text("超期"),
    }
}

pub fn climb() -> Command {
    let reason = text("仍未答复");
    Command::Climb { reason }
}

pub fn answer_supervision() -> Command {
    let text = text("已整改");
    Command::AnswerSupervision { text }
}

pub fn adopt(unit: &str) -> Command {
    let unit = department(unit);
    Command::Adopt { unit }
}

pub fn attest(item: &str) -> Command {
    Command::Attest {
        item: text(item),
        evidence: text("见卷宗第3页"),
    }
}

pub fn comment() -> Command {
    let text = text("请抓紧");
    Command::Comment { text }
}

pub fn whistle(units: &[&str], needed_by: &str) -> Command {
    Command::Whistle {
        units: units.iter().map(|code| department(code)).collect(),
        needed_by: moment(needed_by),
        reason: text("路面塌陷"),
    }
}

pub fn report_in() -> Command {
    Command::ReportIn { note: text("") }
}

pub fn rate_whistle(unit: &str, satisfaction: Satisfaction) -> Command {
    Command::RateWhistle {
        unit: department(unit),
        satisfaction,
        note: text("到场清障, 处置及时"),
    }
}

/// A photo of these words.
pub fn attachment(words: &str) -> Attachment {
    Attachment {
        sha256: ContentHash::of(words.as_bytes()),
        name: format!("{words}.jpg"),
        media_type: MediaType::Jpeg,
        size: words.len() as u64,
    }
}

pub fn attach(words: &str) -> Command {
    Command::Attach {
        attachment: attachment(words),
    }
}

pub fn hand_out(policies: &[&str]) -> Command {
    Command::HandOut {
        policies: policies.iter().map(|code| text(code)).collect(),
    }
}

/// This case into the first, or the second, one.
pub fn merge(into: usize) -> Command {
    let into = id(into);
    let reason = text("同一件事");
    Command::Merge { into, reason }
}

pub fn unmerge(from: usize) -> Command {
    let from = id(from);
    let reason = text("不是同一件事");
    Command::Unmerge { from, reason }
}

pub fn link(with: usize) -> Command {
    let with = id(with);
    Command::Link {
        with,
        note: text(""),
    }
}

pub fn seal(compartment: &str) -> Command {
    Command::Seal {
        compartment: Compartment(text(compartment)),
        reason: text("不得外传"),
    }
}

pub fn unseal() -> Command {
    let reason = text("已脱敏");
    Command::Unseal { reason }
}
