//! Accounts from the first start on: one administrator with a one-time secret, the others by their
//! hands, and what a smaller scope leaves on a computer.

use jiff::Timestamp;
use onemap_central::accounts::FIRST;
use onemap_central::sign_in::code_at;
use onemap_domain::account::AccountChange;
use onemap_domain::area::AreaCode;
use onemap_domain::people::{Role, User};
use onemap_exchange::county::County;
use onemap_store::Cache;
use onemap_testkit::county::{COUNTY, GRIDS, small_county, users};

use crate::driver::{Page, screen, within_minutes};
use crate::town::{Town, eventually};
use crate::walk::picture;

const CHOSEN: &str = "correct horse battery";

fn county_of_nobody() -> County {
    let mut county = small_county();
    county.accounts.clear();
    county.stories.clear();
    county
}

/// The first sign-in of somebody with a one-time secret, up to the second factor where one is needed.
async fn first_time(page: &Page, login: &str, secret: &str, has_factor: bool) {
    page.fill("sign-in-user", login).await;
    page.fill("sign-in-password", secret).await;
    page.click("sign-in-submit").await;
    page.shows("[data-testid='sign-in-new-password']").await;
    page.fill("sign-in-new-password", "short").await;
    page.fill("sign-in-new-password-again", "short").await;
    page.click("sign-in-submit").await;
    page.shows("[data-testid='field-error-new_password']").await;
    page.fill("sign-in-new-password", CHOSEN).await;
    page.click("sign-in-submit").await;
    page.shows("[data-testid='field-error-new_password_again']")
        .await;
    page.fill("sign-in-new-password-again", CHOSEN).await;
    page.click("sign-in-submit").await;
    if !has_factor {
        return;
    }
    page.shows("[data-testid='factor-setup']").await;
    page.shows(".factor-code path").await;
    if login == FIRST {
        picture(page, "door-factor").await;
    }
    let shown = page.text("factor-secret").await.replace(' ', "");
    page.fill("sign-in-code", "000000").await;
    page.click("sign-in-submit").await;
    page.shows("[data-testid='sign-in-problem'].door-problem")
        .await;
    let code = code_at(&shown, Timestamp::now()).unwrap();
    page.fill("sign-in-code", &code).await;
    page.click("sign-in-submit").await;
}

async fn signs_out(page: &Page) {
    page.click("user-menu").await;
    page.click("menu-sign-out").await;
    page.shows("[data-testid='sign-in-user']").await;
}

/// Asks for an account, and reads its secret.
async fn opens(page: &Page, login: &str, role: Role) -> String {
    page.click("account-open").await;
    page.fill("account-login", login).await;
    page.fill("account-name", login).await;
    page.choose("account-role", role.name()).await;
    if login == "li" {
        picture(page, "accounts-form").await;
    }
    page.click("account-send").await;
    page.shows("[data-testid='one-time-secret']").await;
    let secret = page.text("one-time-secret").await;
    page.click("one-time-close").await;
    secret
}

/// S15's ground: a county's central begins with one administrator, and from there every account is
/// opened by one, granted by another, and read by the third.
#[tokio::test(flavor = "multi_thread")]
async fn a_county_begins_with_one_administrator_and_ends_with_an_operator_at_the_desk() {
    if screen() {
        within_minutes(Box::pin(beginning())).await;
    }
}

async fn beginning() {
    let town = Town::of(None, county_of_nobody).await;
    let first = town.central.as_ref().unwrap().first.clone();
    let (login, secret) = first.unwrap();
    let page = town.window("desk", town.address).await;
    first_time(&page, &login.0, &secret.0, true).await;
    page.shows("[data-testid='accounts-page']").await;
    assert!(!page.has("[data-testid='case-row']").await);
    let security = opens(&page, "anquan", Role::SecurityAdmin).await;
    page.becomes("account-anquan", "data-state", "granted")
        .await;
    let audit = opens(&page, "shenji", Role::AuditAdmin).await;
    page.becomes("account-shenji", "data-state", "granted")
        .await;
    let operator = opens(&page, "li", Role::Operator).await;
    page.becomes("account-li", "data-state", "asked").await;
    assert!(!page.has("[data-testid='account-grant-li']").await);
    assert!(
        !page.has("[data-testid='account-lock-admin']").await,
        "not one's own"
    );
    picture(&page, "accounts-system").await;
    signs_out(&page).await;

    // Nobody signs in by what is not granted.
    page.fill("sign-in-user", "li").await;
    page.fill("sign-in-password", &operator).await;
    page.click("sign-in-submit").await;
    page.shows("[data-testid='sign-in-problem'].door-problem")
        .await;

    first_time(&page, "anquan", &security, true).await;
    page.shows("[data-testid='accounts-page']").await;
    assert!(!page.has("[data-testid='account-open']").await);
    page.click("account-grant-li").await;
    page.choose("account-role", Role::Supervisor.name()).await;
    page.click("account-send").await;
    page.becomes("account-li", "data-state", "granted").await;
    picture(&page, "accounts-security").await;
    signs_out(&page).await;

    first_time(&page, "li", &operator, false).await;
    page.becomes("status-link", "data-link", "online").await;
    page.shows("[data-testid='go-supervision']").await;
    signs_out(&page).await;

    first_time(&page, "shenji", &audit, true).await;
    page.fill("audit-user", "anquan").await;
    page.click("audit-read").await;
    page.shows("[data-testid='audit-entry'][data-kind='account_changed'][data-user='anquan']")
        .await;
    assert!(
        !page
            .has("[data-testid='audit-entry'][data-user='admin']")
            .await
    );
    picture(&page, "accounts-audit").await;
    signs_out(&page).await;

    // Five wrong ones, and the right one does not help.
    for _ in 0..6 {
        page.fill("sign-in-user", "li").await;
        page.fill("sign-in-password", "wrong").await;
        page.click("sign-in-submit").await;
        page.shows(
            "[data-testid='sign-in-submit'][aria-busy='true'], [data-testid='sign-in-problem']",
        )
        .await;
        page.hides("[data-testid='sign-in-submit'][aria-busy='true']")
            .await;
    }
    page.fill("sign-in-password", CHOSEN).await;
    page.click("sign-in-submit").await;
    page.hides("[data-testid='sign-in-submit'][aria-busy='true']")
        .await;
    let said = page.text("sign-in-problem").await;
    assert!(said.contains("输错太多次"), "{said}");
    picture(&page, "door-locked").await;
    page.close().await;
}

fn of_the_first_village() -> User {
    let mut user = users()
        .into_iter()
        .find(|user| user.actor.user.0 == "lijun")
        .unwrap();
    user.scope.area = AreaCode::parse(&GRIDS[0][..12]).unwrap();
    user.scope.compartments.clear();
    user
}

/// A console of somebody whose scope was made smaller is signed out within seconds, and what it held
/// beyond the new scope is not on the computer any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_smaller_scope_empties_the_cache_that_held_more() {
    let town = Town::new().await;
    let desk = town.desk("desk").await;
    desk.on_line("lijun").await;
    let whole = users().remove(1).scope;
    assert_eq!(whole.area.as_str(), COUNTY);
    let before = held(&town).await;
    let user = of_the_first_village();
    let inside = |codes: &[AreaCode]| {
        let area = &user.scope.area;
        codes.iter().filter(|grid| area.covers(grid)).count()
    };
    assert!(inside(&before) < before.len(), "some lie elsewhere");
    let grant = AccountChange::Grant { user: user.clone() };
    town.changes_account("lijun", &grant).await;
    eventually("the console is signed out", async || {
        desk.desk.user_role().is_none()
    })
    .await;
    desk.on_line("lijun").await;
    let after = held(&town).await;
    assert_eq!(after.len(), inside(&before));
    assert_eq!(inside(&after), after.len());
}

/// The grids of all cases that lijun's cache holds, whoever may see them.
async fn held(town: &Town) -> Vec<AreaCode> {
    let file = town.folder.path().join("desk/cache-lijun.sqlite");
    let (cache, _) = Cache::open(&file).await.unwrap();
    let scope = users().remove(1).scope;
    let ids = cache.revisions(&scope).await.unwrap();
    let ids: Vec<_> = ids.into_iter().map(|(id, ..)| id).collect();
    let shown = cache.states(&scope, &ids).await.unwrap();
    cache.close().await;
    shown.into_iter().map(|one| one.case.facts.grid).collect()
}
