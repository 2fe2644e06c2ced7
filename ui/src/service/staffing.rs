//! 队伍: who stands where, by the areas one level down and the profile's forces, so that rows and
//! columns add up; and below it where too few do.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::profile::Force;
use onemap_domain::staffing::{Staff, counted};
use onemap_protocol::desk::{AskStaffing, StaffingView};

use super::quotas::Quotas;
use super::{Hand, Key};
use crate::parts::{Empty, Shown, count};
use crate::remote::remote;
use crate::say;
use crate::state::{Desk, Selection};
use crate::text::t;

/// The people of an area.
#[component]
pub fn StaffingTab(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let staffing = remote(move || {
        desk.register.track();
        Some(AskStaffing {
            area: hand.area.get(),
        })
    });
    // Esc goes one level up before it closes the page.
    hand.listen(move |key| key == Key::Back && hand.goes_up(desk));
    view! {
        <Shown remote=staffing what=say!("what-staffing")
            view=move |view| view! { <Whole view hand /> } />
    }
}

#[component]
fn Whole(view: Signal<Arc<StaffingView>>, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let forces = Memo::new(move |_| {
        desk.names.with(|names| {
            let profile = names.as_deref().map(|names| &names.profile);
            profile.map_or_else(Vec::new, |profile| profile.forces.clone())
        })
    });
    let total = Memo::new(move |_| view.with(|view| view.whole.total()));
    let nobody = || {
        view! { <Empty sentence=say!("staffing-empty") next=say!("staffing-empty-next") /> }
    };
    let has_table = move || !forces.with(Vec::is_empty);
    let names = Signal::derive(move || {
        let language = desk.language.get();
        forces.with(|forces| {
            let name = |force: &Force| (force.code.clone(), language.of(&force.name).to_owned());
            forces.iter().map(name).collect::<Vec<_>>()
        })
    });
    view! {
        <div class="staffing" data-testid="staffing" data-total=move || total.get().to_string()>
            <Show when=has_table>
                <Show when=move || { total.get() > 0 } fallback=nobody>
                    <Table view names hand />
                </Show>
            </Show>
            <Counted view forces />
            <Quotas view />
        </div>
    }
}

/// The county's own figures, where it says how many there are without saying who: never mixed with
/// the register's counts, which stand beside them.
#[component]
fn Counted(view: Signal<Arc<StaffingView>>, forces: Memo<Vec<Force>>) -> impl IntoView {
    let desk = Desk::here();
    let is_county = move || view.with(|view| view.whole.area.level() == Level::County);
    let figures = Memo::new(move |_| {
        forces
            .with(|forces| counted(forces))
            .filter(|_| is_county())
    });
    let registered =
        move |at: usize| view.with(|view| view.whole.forces.get(at).copied().unwrap_or_default());
    let row = move |(at, (force, figure)): (usize, (Force, Option<u32>))| {
        let name = force.name;
        view! {
            <tr data-testid="counted" data-force=force.code
                data-count=figure.map(|figure| figure.to_string())>
                <th scope="row">{move || desk.language.get().of(&name).to_owned()}</th>
                <td class="number figures">{figure.map(count)}</td>
                <td class="number figures">{move || count(registered(at))}</td>
                <td>{force.basis}</td>
            </tr>
        }
    };
    move || {
        let (of_force, sum) = figures.get()?;
        let parts: Vec<String> = of_force.iter().flatten().copied().map(count).collect();
        let words = format!("{} = {}", parts.join(" + "), count(sum));
        let rows = forces.get().into_iter().zip(of_force).enumerate();
        Some(view! {
            <section class="counted" data-testid="staffing-counted" data-sum=sum.to_string()>
                <h3 class="part-head">{say!("counted-title")}</h3>
                <div class="staffing-box">
                    <table class="page-table staffing-table counted-table">
                        <thead>
                            <tr>
                                <th scope="col">{say!("counted-force")}</th>
                                <th scope="col" class="number">{say!("counted-figure")}</th>
                                <th scope="col" class="number">{say!("counted-registered")}</th>
                                <th scope="col">{say!("counted-basis")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.map(row).collect_view()}</tbody>
                        <tfoot>
                            <tr>
                                <th scope="row">{say!("staffing-total")}</th>
                                <td class="number figures">{count(sum)}</td>
                                <td class="number figures">{move || count(view.with(|view| view.whole.forces.iter().sum::<u32>()))}</td>
                                <td class="figures">{words}</td>
                            </tr>
                        </tfoot>
                    </table>
                </div>
            </section>
        })
    }
}

/// What a row is of.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Of {
    /// An area one level down, which can be turned to.
    Below(AreaCode),
    /// Those of the area itself.
    Here,
    /// All of them.
    Whole,
}

impl Of {
    /// The stable name in test ids: the code of an area, else what it is.
    fn name(&self) -> String {
        match self {
            Of::Below(area) => area.to_string(),
            Of::Here => "here".to_owned(),
            Of::Whole => "whole".to_owned(),
        }
    }
}

/// Whether rows sum to the whole in every column.
fn adds_up(view: &StaffingView) -> bool {
    let parts = || view.below.iter().chain([&view.here]);
    let force = |at: usize, whole: u32| {
        let of = |staff: &Staff| staff.forces.get(at).copied().unwrap_or_default();
        parts().map(of).sum::<u32>() == whole
    };
    let columns = view.whole.forces.iter().enumerate();
    columns.into_iter().all(|(at, whole)| force(at, *whole))
        && parts().map(|staff| staff.others).sum::<u32>() == view.whole.others
}

/// The rows that sum, one after the other: 12 + 7 + 3 = 22.
fn sum_words(view: &StaffingView) -> String {
    let parts = view.below.iter().chain([&view.here]).map(Staff::total);
    let parts: Vec<String> = parts.filter(|total| *total > 0).map(count).collect();
    format!("{} = {}", parts.join(" + "), count(view.whole.total()))
}

#[component]
fn Table(
    view: Signal<Arc<StaffingView>>,
    names: Signal<Vec<(String, String)>>,
    hand: Hand,
) -> impl IntoView {
    let head = move || {
        let name =
            |(_, name): (String, String)| view! { <th scope="col" class="number">{name}</th> };
        names.get().into_iter().map(name).collect_view()
    };
    let row = move |(of, staff): (Of, Staff)| {
        view! { <Row of staff forces=names.get_untracked() within=view.with_untracked(|view| view.whole.area.clone()) hand /> }
    };
    let below = move || {
        view.with(|view| {
            let below = view.below.iter().cloned();
            let below = below.map(|staff| (Of::Below(staff.area.clone()), staff));
            let here = (view.here.total() > 0 || view.below.is_empty())
                .then(|| (Of::Here, view.here.clone()));
            below.chain(here).collect::<Vec<_>>()
        })
    };
    let whole = move || row((Of::Whole, view.with(|view| view.whole.clone())));
    let sums = move || view.with(|view| (adds_up(view), sum_words(view)));
    view! {
        <div class="staffing-box">
            <table class="page-table staffing-table" data-testid="staffing-table">
                <thead>
                    <tr>
                        <th scope="col">{say!("staffing-area")}</th>
                        {head}
                        <th scope="col" class="number">{say!("staffing-others")}</th>
                        <th scope="col" class="number">{say!("staffing-total")}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=below key=|row| format!("{row:?}") children=row />
                </tbody>
                <tfoot>{whole}</tfoot>
            </table>
        </div>
        <p class="staffing-sums figures" role="status" data-testid="staffing-sums"
            data-adds-up=move || sums().0.to_string()>
            {move || {
                let (adds_up, words) = sums();
                let key = if adds_up { "staffing-adds-up" } else { "staffing-does-not-add-up" };
                t(key, &[("sum", &words)])
            }}
        </p>
    }
}

#[component]
fn Row(
    of: Of,
    staff: Staff,
    forces: Vec<(String, String)>,
    within: AreaCode,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let row = of.name();
    let total = staff.total();
    let cell = |column: String, number: u32| {
        view! {
            <td class="number figures" class:staffing-none={number == 0} data-testid="staffing-cell"
                data-row=row.clone() data-column=column data-count=number.to_string()>
                {count(number)}
            </td>
        }
    };
    let by_force = forces
        .into_iter()
        .zip(staff.forces)
        .map(|((code, _), number)| cell(code, number))
        .collect_view();
    let others = cell("others".to_owned(), staff.others);
    let sum = cell("total".to_owned(), total);
    let name = match &of {
        Of::Below(area) => {
            let (named, go) = (area.clone(), area.clone());
            view! {
                <button type="button" class="link" data-testid=format!("staffing-{area}")
                    on:click=move |_| hand.turn_to(desk, go.clone())>
                    {move || desk.area_name(&named)}
                </button>
            }
            .into_any()
        }
        Of::Here => {
            let named = within;
            view! { {move || t("staffing-here", &[("area", &desk.area_name(&named))])} }.into_any()
        }
        Of::Whole => {
            let (named, shown) = (within.clone(), within);
            view! {
                <button type="button" class="link" on:click=move |_| desk.show(Selection::Area(shown.clone()))>
                    {move || t("staffing-whole", &[("area", &desk.area_name(&named))])}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <tr class:staffing-here={of == Of::Here} data-testid="staffing-row" data-row=row.clone()>
            <th scope="row">{name}</th>
            {by_force}
            {others}
            {sum}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(area: &str, forces: &[u32], others: u32) -> Staff {
        Staff {
            area: AreaCode::parse(area).unwrap(),
            forces: forces.to_vec(),
            others,
        }
    }

    #[test]
    fn what_does_not_sum_is_said_to_not_sum() {
        let view = StaffingView {
            whole: staff("520381", &[3, 2], 1),
            below: vec![
                staff("520381001", &[2, 1], 0),
                staff("520381100", &[0, 1], 1),
            ],
            here: staff("520381", &[1, 0], 0),
            quotas: Vec::new(),
        };
        assert!(adds_up(&view));
        assert_eq!(sum_words(&view), "3 + 2 + 1 = 6");
        let short = StaffingView {
            here: staff("520381", &[0, 0], 1),
            ..view
        };
        assert!(!adds_up(&short), "the total alone does not tell");
    }
}
