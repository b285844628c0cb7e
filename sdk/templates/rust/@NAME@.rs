//! @NAME@: reads the titles of pages, several pages at a time. trawl.rs is the whole binding, without crates.

mod trawl;
use trawl::{Context, Item, Page, Result, Severity};

/// What stands between <title> and </title>, as it stands there; empty when there is none.
fn title_of(body: &[u8]) -> &[u8] {
    let lower = body.to_ascii_lowercase();
    let find = |from: usize, word: &[u8]| {
        lower[from..].windows(word.len()).position(|window| window == word).map(|at| from + at)
    };
    let place = || {
        let begin = find(find(0, b"<title")?, b">")? + 1;
        Some((begin, find(begin, b"</title")?))
    };
    place().map_or(&[], |(begin, end)| &body[begin..end])
}

fn read_page(ctx: &Context, page: &Page) -> Result<()> {
    match std::str::from_utf8(title_of(page.body())) {
        Ok(title) => {
            let title = title.trim_matches([' ', '\t', '\r', '\n', '\x0C'].as_slice());
            ctx.emit("page", page.url(), &Item::new().text("title", title))?;
        }
        Err(_) => ctx.report(Severity::Error, "encoding", page.url(), "the title is not UTF-8"),
    }
    Ok(())
}

fn run(ctx: &Context) -> Result<()> {
    let urls = (0..).map_while(|place| ctx.config_str(&format!("/pages/{place}")).ok());
    for answer in ctx.get_all(urls) {
        let (_, page) = answer?;
        if page.ok() {
            read_page(ctx, &page)?; // what is not ok is already on the run's error list
        }
    }
    Ok(())
}

trawl::plugin! {
    id: "@NAME@",
    version: "0.1.0",
    summary: "Titles of pages",
    config_schema: r#"{
        "type": "object", "required": ["pages"], "additionalProperties": false,
        "properties": {"pages": {
          "type": "array", "minItems": 1, "uniqueItems": true, "description": "The pages to read",
          "items": {"type": "string", "format": "uri", "description": "A page"}}}}"#,
    run: run,
}
