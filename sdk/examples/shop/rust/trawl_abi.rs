//! The declarations of trawl/plugin.h, ABI 1.0, for trawl.rs. Their sizes are asserted below; what they mean is
//! written in plugin.h.

use std::ffi::c_void;
use std::os::raw::c_char;

pub const ABI_MAJOR: u16 = 1;
pub const ABI_MINOR: u16 = 0;

pub type Status = i32;
pub const OK: Status = 0;
pub const AGAIN: Status = 3;
pub const ABSENT: Status = 4;
pub const DUPLICATE: Status = 5;
pub const CANCELLED: Status = -1;
pub const FAILED: Status = -4;
pub const NET_OK: i32 = 0;

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Str {
    pub ptr: *const u8,
    pub len: usize,
}
#[repr(C)]
pub struct Header {
    pub name: Str,
    pub value: Str,
}
#[repr(C)]
pub struct Request {
    pub size: u32,
    pub flags: u32,
    pub tag: u64,
    pub method: Str,
    pub url: Str,
    pub body: Str,
    pub headers: *const Header,
    pub header_count: usize,
    pub timeout_ms: u32,
    pub priority: i32,
}
#[repr(C)]
pub struct Response {
    pub size: u32,
    pub flags: u32,
    pub tag: u64,
    pub net: i32,
    pub http_status: i32,
    pub url: Str,
    pub body: Str,
    pub error: Str,
    pub headers: *const Header,
    pub header_count: usize,
    pub elapsed_us: u64,
    pub attempts: u32,
    pub from_cache: u32,
    pub encoding: Str,
}
#[repr(C)]
pub struct RunInfo {
    pub size: u32,
    pub flags: u32,
    pub run_id: Str,
    pub platform: Str,
    pub trigger: Str,
    pub deadline_us: i64,
    pub seed: u64,
    pub max_in_flight: u32,
    pub replay: u32,
}
#[repr(C)]
pub struct Ctx {
    pub api: *const Api,
}
type Config<T> = unsafe extern "C" fn(*mut Ctx, Str, *mut T) -> Status;
#[repr(C)]
pub struct Api {
    pub size: u32,
    pub abi_major: u16,
    pub abi_minor: u16,
    pub info: unsafe extern "C" fn(*mut Ctx) -> *const RunInfo,
    pub fetch: unsafe extern "C" fn(*mut Ctx, *const Request) -> Status,
    pub wait: unsafe extern "C" fn(*mut Ctx, i64, *mut *const Response) -> Status,
    pub release: unsafe extern "C" fn(*mut Ctx, *const Response),
    pub emit: unsafe extern "C" fn(*mut Ctx, Str, Str, Str) -> Status,
    pub report: unsafe extern "C" fn(*mut Ctx, i32, Str, Str, Str) -> Status,
    pub log: unsafe extern "C" fn(*mut Ctx, i32, Str),
    pub progress: unsafe extern "C" fn(*mut Ctx, u64, u64, Str),
    pub config_str: Config<Str>,
    pub config_i64: Config<i64>,
    pub config_f64: Config<f64>,
    pub config_bool: Config<i32>,
    pub config_json: Config<Str>,
    pub state_get: Config<Str>,
    pub state_set: unsafe extern "C" fn(*mut Ctx, Str, Str) -> Status,
    pub checkpoint: unsafe extern "C" fn(*mut Ctx) -> Status,
    pub stopping: unsafe extern "C" fn(*mut Ctx) -> i32,
    pub now_us: unsafe extern "C" fn(*mut Ctx) -> i64,
    pub extension: unsafe extern "C" fn(*mut Ctx, *const c_char) -> *const c_void,
}
#[repr(C)]
pub struct Plugin {
    pub size: u32,
    pub flags: u32,
    pub id: *const c_char,
    pub version: *const c_char,
    pub summary: *const c_char,
    pub license: *const c_char,
    pub homepage: *const c_char,
    pub config_schema: *const c_char,
    pub item_schemas: *const c_char,
    pub run: unsafe extern "C" fn(*mut Ctx) -> Status,
    pub extension: Option<unsafe extern "C" fn(*const c_char) -> *const c_void>,
}
#[repr(C)]
pub struct Module {
    pub size: u32,
    pub abi_major: u16,
    pub abi_minor: u16,
    pub sdk: *const c_char,
    pub plugin_count: usize,
    pub plugins: *const *const Plugin,
}

/// Statics of these types hold pointers to other statics only.
#[repr(transparent)]
pub struct Shared<T>(pub T);
unsafe impl<T> Sync for Shared<T> {}

const _: () = {
    use std::mem::size_of;
    assert!(size_of::<Header>() == 32 && size_of::<Request>() == 88 && size_of::<Response>() == 120);
    assert!(size_of::<RunInfo>() == 80 && size_of::<Api>() == 160);
    assert!(size_of::<Plugin>() == 80 && size_of::<Module>() == 32);
};
