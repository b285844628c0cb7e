//! trawl's plugin ABI, major 1, for Rust, without crates: rustc 1.63 or newer. Copy it and trawl_abi.rs beside
//! your plugin.
//!
//! ```ignore
//! mod trawl;
//! fn run(ctx: &trawl::Context) -> trawl::Result<()> {
//!     let page = ctx.get(&ctx.config_str("/start")?)?;
//!     if page.ok() {
//!         let item = trawl::Item::new().integer("bytes", page.body().len() as i64);
//!         ctx.emit("page", page.url(), &item)?;
//!     }
//!     Ok(())
//! }
//! trawl::plugin! { id: "size", version: "1.0.0", summary: "Size of a page", config_schema: "{}", run: run }
//! ```
//!
//! Build with `rustc --edition 2021 --crate-type cdylib -O`: the library exports `trawl_module_v1` and nothing
//! else. A panic in `run` becomes an error of the run. Everything here belongs to the thread that runs `run`:
//! `Context` and `Page` are neither `Send` nor `Sync`.
#![allow(dead_code)] // a plugin uses what it needs

use std::collections::HashMap;
use std::marker::PhantomData;
use std::{cell::Cell, cell::RefCell, ptr, slice};

#[path = "trawl_abi.rs"]
pub mod raw;

fn borrowed(text: &str) -> raw::Str {
    raw::Str { ptr: text.as_ptr(), len: text.len() }
}

/// # Safety
/// The text must stay where it is for 'a.
unsafe fn bytes<'a>(text: raw::Str) -> &'a [u8] {
    if text.len == 0 { &[] } else { slice::from_raw_parts(text.ptr, text.len) }
}

/// # Safety
/// As bytes(); trawl promises that the text is UTF-8.
unsafe fn text<'a>(text: raw::Str) -> &'a str {
    std::str::from_utf8(bytes(text)).unwrap_or("")
}

/// Why `run` ends early: pass it on with `?`.
#[derive(Debug)]
pub enum Error {
    /// The run is to stop.
    Cancelled,
    /// Goes on the run's error list and fails the platform. An empty `url` is the page being handled.
    Failure { code: String, url: String, text: String },
}
pub type Result<T> = std::result::Result<T, Error>;

/// A failure with a code of its own.
pub fn failure(code: &str, text: impl Into<String>) -> Error {
    Error::Failure { code: code.to_string(), url: String::new(), text: text.into() }
}

#[derive(Clone, Copy)]
pub enum Severity {
    Warning = 2,
    Error = 3,
}

/// An answer. The host's memory, given back when it is dropped.
pub struct Page<'run> {
    ctx: &'run Context,
    response: &'run raw::Response,
}

impl<'run> Page<'run> {
    /// An answer arrived with a status below 400. What is not ok is on the run's error list already.
    pub fn ok(&self) -> bool {
        self.response.net == raw::NET_OK && self.response.http_status < 400
    }
    /// 0 when no answer arrived.
    pub fn status(&self) -> i32 {
        self.response.http_status
    }
    /// After redirects.
    pub fn url(&self) -> &str {
        unsafe { text(self.response.url) }
    }
    pub fn body(&self) -> &[u8] {
        unsafe { bytes(self.response.body) }
    }
    /// The body as UTF-8; what is none becomes U+FFFD.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.body())
    }
    /// The first header of this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let response = self.response;
        let count = response.header_count;
        let headers = if count == 0 { &[] } else { unsafe { slice::from_raw_parts(response.headers, count) } };
        let found = headers.iter().find(|one| unsafe { text(one.name) }.eq_ignore_ascii_case(name))?;
        Some(unsafe { text(found.value) })
    }
}

impl Drop for Page<'_> {
    fn drop(&mut self) {
        unsafe { (self.ctx.api().release)(self.ctx.raw, self.response) }
    }
}

/// The answers to many requests as they arrive, each with its request's place; as many are under way as trawl
/// takes.
pub struct Pages<'run, Urls: Iterator<Item = String>> {
    ctx: &'run Context,
    urls: std::iter::Enumerate<Urls>,
    waiting: Option<(usize, String)>,  // the window was full for it
    under_way: HashMap<u64, usize>,    // place by tag
}

impl<'run, Urls: Iterator<Item = String>> Pages<'run, Urls> {
    fn fill_window(&mut self) -> Result<()> {
        while let Some((place, url)) = self.waiting.take().or_else(|| self.urls.next()) {
            match self.ctx.send(&url)? {
                Some(tag) => self.under_way.insert(tag, place),
                None => {
                    self.waiting = Some((place, url));
                    return Ok(());
                }
            };
        }
        Ok(())
    }

    fn advance(&mut self) -> Result<Option<(usize, Page<'run>)>> {
        self.fill_window()?;
        while !self.under_way.is_empty() || self.waiting.is_some() {
            let page = self.ctx.receive()?;
            if let Some(place) = self.under_way.remove(&page.response.tag) {
                return Ok(Some((place, page)));
            }
            drop(page); // of an iterator that was left early
            self.fill_window()?;
        }
        Ok(None)
    }
}

impl<'run, Urls: Iterator<Item = String>> Iterator for Pages<'run, Urls> {
    type Item = Result<(usize, Page<'run>)>;
    fn next(&mut self) -> Option<Self::Item> {
        self.advance().transpose()
    }
}

/// Everything a plugin can do during its run.
pub struct Context {
    raw: *mut raw::Ctx,
    last_tag: Cell<u64>,
    url: RefCell<String>, // being handled, for the error list
    one_thread: PhantomData<*const ()>,
}

impl Context {
    fn api(&self) -> &raw::Api {
        unsafe { &*(*self.raw).api }
    }

    /// Its tag; nothing when the window is full.
    fn send(&self, url: &str) -> Result<Option<u64>> {
        let tag = self.last_tag.get() + 1;
        let none = raw::Str { ptr: ptr::null(), len: 0 };
        let request = raw::Request {
            size: std::mem::size_of::<raw::Request>() as u32,
            flags: 0,
            tag,
            method: none,
            url: borrowed(url),
            body: none,
            headers: ptr::null(),
            header_count: 0,
            timeout_ms: 0,
            priority: 0,
        };
        let status = unsafe { (self.api().fetch)(self.raw, &request) };
        if status == raw::AGAIN {
            return Ok(None);
        }
        if status < 0 && status != raw::CANCELLED {
            let text = "trawl refuses this request".to_string();
            return Err(Error::Failure { code: "request".to_string(), url: url.to_string(), text });
        }
        self.check(status, "request", "")?;
        self.last_tag.set(tag);
        Ok(Some(tag))
    }

    fn receive(&self) -> Result<Page<'_>> {
        let mut response = ptr::null();
        let status = unsafe { (self.api().wait)(self.raw, -1, &mut response) };
        if status != raw::OK {
            return Err(Error::Cancelled); // also when trawl says that nothing is under way
        }
        let page = Page { ctx: self, response: unsafe { &*response } };
        *self.url.borrow_mut() = page.url().to_string();
        Ok(page)
    }

    fn check(&self, status: raw::Status, code: &str, text: &str) -> Result<raw::Status> {
        match status {
            raw::CANCELLED => Err(Error::Cancelled),
            refused if refused < 0 => Err(failure(code, text)),
            done => Ok(done),
        }
    }

    /// Waits for one page.
    pub fn get(&self, url: &str) -> Result<Page<'_>> {
        match self.get_all(std::iter::once(url.to_string())).next() {
            Some(answer) => Ok(answer?.1),
            None => Err(Error::Cancelled),
        }
    }

    /// Pages in the order they arrive, with the place of their URL: `for answer in ctx.get_all(urls)`.
    pub fn get_all<Urls>(&self, urls: Urls) -> Pages<'_, Urls::IntoIter>
    where
        Urls: IntoIterator<Item = String>,
    {
        Pages { ctx: self, urls: urls.into_iter().enumerate(), waiting: None, under_way: HashMap::new() }
    }

    /// Adds an item; false when this kind and key were emitted before in this run.
    pub fn emit(&self, kind: &str, key: &str, item: &Item) -> Result<bool> {
        let json = item.json();
        let status = unsafe { (self.api().emit)(self.raw, borrowed(kind), borrowed(key), borrowed(&json)) };
        Ok(self.check(status, "item", "trawl refuses an item")? != raw::DUPLICATE)
    }

    pub fn report(&self, severity: Severity, code: &str, url: &str, what: &str) {
        let (code, url, what) = (borrowed(code), borrowed(url), borrowed(what));
        unsafe { (self.api().report)(self.raw, severity as i32, code, url, what) };
    }
    pub fn log(&self, what: &str) {
        unsafe { (self.api().log)(self.raw, 1, borrowed(what)) }
    }
    /// A `total` of 0 is unknown.
    pub fn progress(&self, done: u64, total: u64, what: &str) {
        unsafe { (self.api().progress)(self.raw, done, total, borrowed(what)) }
    }

    /// The configuration's node at a JSON Pointer.
    pub fn config_str(&self, pointer: &str) -> Result<String> {
        let mut out = borrowed("");
        let status = unsafe { (self.api().config_str)(self.raw, borrowed(pointer), &mut out) };
        self.need(status, pointer, "a string")?;
        Ok(unsafe { text(out) }.to_string())
    }
    pub fn config_i64(&self, pointer: &str) -> Result<i64> {
        let mut out = 0;
        let status = unsafe { (self.api().config_i64)(self.raw, borrowed(pointer), &mut out) };
        self.need(status, pointer, "an integer")?;
        Ok(out)
    }
    fn need(&self, status: raw::Status, pointer: &str, kind: &str) -> Result<()> {
        match status {
            raw::OK => Ok(()),
            raw::ABSENT => Err(failure("config", format!("configuration {pointer} is missing"))),
            _ => Err(failure("config", format!("configuration {pointer} is not {kind}"))),
        }
    }

    /// What earlier runs of this platform kept under this key.
    pub fn state(&self, key: &str) -> Option<String> {
        let mut out = borrowed("");
        let status = unsafe { (self.api().state_get)(self.raw, borrowed(key), &mut out) };
        (status == raw::OK).then(|| unsafe { text(out) }.to_string())
    }
    /// Kept by the next checkpoint.
    pub fn set_state(&self, key: &str, value: &str) -> Result<()> {
        let status = unsafe { (self.api().state_set)(self.raw, borrowed(key), borrowed(value)) };
        self.check(status, "state", "trawl refuses a value of the state").map(drop)
    }
    /// Keeps items and state so far even if the run fails later.
    pub fn checkpoint(&self) -> Result<()> {
        let status = unsafe { (self.api().checkpoint)(self.raw) };
        self.check(status, "checkpoint", "trawl refuses a checkpoint").map(drop)
    }
    /// True: return soon. For long computations.
    pub fn stopping(&self) -> bool {
        unsafe { (self.api().stopping)(self.raw) != 0 }
    }
}

/// A JSON object, member by member.
#[derive(Default)]
pub struct Item {
    members: String,
}

impl Item {
    pub fn new() -> Item {
        Item::default()
    }
    pub fn text(self, name: &str, value: &str) -> Item {
        self.raw(name, &quoted(value))
    }
    pub fn integer(self, name: &str, value: i64) -> Item {
        self.raw(name, &value.to_string())
    }
    /// A value that is JSON already.
    pub fn raw(mut self, name: &str, json: &str) -> Item {
        if !self.members.is_empty() {
            self.members.push(',');
        }
        self.members += &quoted(name);
        self.members.push(':');
        self.members += json;
        self
    }
    pub fn json(&self) -> String {
        format!("{{{}}}", self.members)
    }
}

/// A JSON string with its quotes.
pub fn quoted(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if (c as u32) < 0x20 => out += &format!("\\u{:04x}", c as u32),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// What plugin! calls: runs the plugin, and turns errors and panics into a status and a line on the error list.
///
/// # Safety
/// `raw` is what trawl gave to the plugin's run().
pub unsafe fn run_plugin(raw: *mut raw::Ctx, run: fn(&Context) -> Result<()>) -> raw::Status {
    let url = RefCell::new(String::new());
    let ctx = Context { raw, last_tag: Cell::new(0), url, one_thread: PhantomData };
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&ctx)));
    let (code, url, what) = match outcome {
        Ok(Ok(())) => return raw::OK,
        Ok(Err(Error::Cancelled)) => return raw::CANCELLED,
        Ok(Err(Error::Failure { code, url, text })) => (code, url, text),
        Err(panic) => {
            let literal = panic.downcast_ref::<&str>().map(|text| text.to_string());
            let what = literal.or_else(|| panic.downcast_ref::<String>().cloned());
            ("panic".to_string(), String::new(), what.unwrap_or_else(|| "a panic without a text".to_string()))
        }
    };
    let url = if url.is_empty() { ctx.url.borrow().clone() } else { url };
    ctx.report(Severity::Error, &code, &url, &what);
    raw::FAILED
}

/// Makes this library a module of one plugin. Once per library.
macro_rules! make_plugin {
    (id: $id:expr, version: $version:expr, summary: $summary:expr, config_schema: $schema:expr,
     run: $run:path $(,)?) => {
        unsafe extern "C" fn trawl_run(ctx: *mut $crate::trawl::raw::Ctx) -> $crate::trawl::raw::Status {
            $crate::trawl::run_plugin(ctx, $run)
        }
        /// The one exported symbol.
        #[no_mangle]
        pub extern "C" fn trawl_module_v1() -> *const $crate::trawl::raw::Module {
            use $crate::trawl::raw::{Module, Plugin, Shared, ABI_MAJOR, ABI_MINOR};
            static PLUGIN: Shared<Plugin> = Shared(Plugin {
                size: std::mem::size_of::<Plugin>() as u32,
                flags: 0,
                id: concat!($id, "\0").as_ptr() as _,
                version: concat!($version, "\0").as_ptr() as _,
                summary: concat!($summary, "\0").as_ptr() as _,
                license: std::ptr::null(),
                homepage: std::ptr::null(),
                config_schema: concat!($schema, "\0").as_ptr() as _,
                item_schemas: std::ptr::null(),
                run: trawl_run,
                extension: None,
            });
            static PLUGINS: Shared<[*const Plugin; 1]> = Shared([&PLUGIN.0]);
            static MODULE: Shared<Module> = Shared(Module {
                size: std::mem::size_of::<Module>() as u32,
                abi_major: ABI_MAJOR,
                abi_minor: ABI_MINOR,
                sdk: "trawl.rs 1.0.0 (Rust)\0".as_ptr() as _,
                plugin_count: 1,
                plugins: &PLUGINS.0 as *const _,
            });
            &MODULE.0
        }
    };
}
pub(crate) use make_plugin as plugin;
