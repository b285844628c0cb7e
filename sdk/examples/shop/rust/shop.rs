//! The example shop in Rust: a price list of several pages and a stock per article. ../README.md says what the
//! site looks like.

mod trawl;
use trawl::{Context, Item, Page, Result, Severity};

struct Article {
    id: String,
    title: String,
    cents: i64,
    stock: Option<i64>,
}

/// Of at most 15 digits.
fn whole_number(text: &str) -> Option<i64> {
    let fits = text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| fits)
}

/// An id becomes part of a URL, so it is made of letters, digits, '-' and '_'.
fn is_id(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.len() <= 64 && text.bytes().all(allowed)
}

fn read_line(line: &str) -> Option<Article> {
    let mut columns = line.splitn(3, '\t');
    let (id, title, cents) = (columns.next()?, columns.next()?, columns.next()?);
    let cents = whole_number(cents)?;
    let good = is_id(id) && !title.is_empty();
    good.then(|| Article { id: id.to_string(), title: title.to_string(), cents, stock: None })
}

fn read_list(ctx: &Context, page: &Page) -> Vec<Article> {
    let mut list = Vec::new();
    for (number, line) in page.text().lines().enumerate().skip(1) {
        if line.is_empty() {
            continue;
        }
        match read_line(line) {
            Some(article) => list.push(article),
            None => {
                let what = format!("line {} is not id, title, cents", number + 1);
                ctx.report(Severity::Error, "bad_line", page.url(), &what);
            }
        }
    }
    list
}

/// What the Link header names as the next page.
fn next_page(page: &Page) -> Option<String> {
    let links = page.header("Link")?.split('<').skip(1); // <url>; parameters, <url>; ...
    let mut pairs = links.filter_map(|link| link.split_once('>'));
    pairs.find(|(_, parameters)| parameters.contains("rel=\"next\"")).map(|(url, _)| url.to_string())
}

/// As many at a time as trawl takes, in whatever order they arrive.
fn fetch_stocks(ctx: &Context, base: &str, list: &mut [Article]) -> Result<()> {
    let urls: Vec<String> = list.iter().map(|article| format!("{base}{}", article.id)).collect();
    for answer in ctx.get_all(urls) {
        let (place, page) = answer?;
        if !page.ok() {
            continue; // already on the run's error list
        }
        list[place].stock = whole_number(page.text().trim_matches([' ', '\t', '\r', '\n'].as_slice()));
        if list[place].stock.is_none() {
            ctx.report(Severity::Error, "bad_stock", page.url(), "the stock is no whole number");
        }
    }
    Ok(())
}

fn emit_all(ctx: &Context, list: &[Article]) -> Result<()> {
    for article in list {
        if let Some(stock) = article.stock {
            let item = Item::new().text("id", &article.id).text("title", &article.title);
            let item = item.integer("cents", article.cents).integer("stock", stock);
            ctx.emit("product", &article.id, &item)?;
        }
    }
    ctx.checkpoint()
}

fn run(ctx: &Context) -> Result<()> {
    let stock_url = ctx.config_str("/stock")?;
    let mut next = Some(ctx.config_str("/list")?);
    while let Some(url) = next {
        let page = ctx.get(&url)?;
        if !page.ok() {
            break;
        }
        let mut list = read_list(ctx, &page);
        fetch_stocks(ctx, &stock_url, &mut list)?;
        emit_all(ctx, &list)?;
        next = next_page(&page);
    }
    Ok(())
}

trawl::plugin! {
    id: "shop",
    version: "1.0.0",
    summary: "Example shop with a price list, in Rust",
    config_schema: r#"{
        "type": "object", "required": ["list", "stock"], "additionalProperties": false,
        "properties": {
          "list": {"type": "string", "format": "uri", "description": "First page of the price list"},
          "stock": {"type": "string", "format": "uri", "description": "Where an article's stock is, up to its id"}}}"#,
    run: run,
}
