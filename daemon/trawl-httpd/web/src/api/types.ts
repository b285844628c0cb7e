// The shapes of the API that the page reads: /openapi.json in TypeScript, as far as the page uses it.
// Times are RFC 3339 in UTC, durations milliseconds.

export type RunStatus =
  | 'queued'
  | 'running'
  | 'completed'
  | 'partial'
  | 'failed'
  | 'cancelled'
  | 'interrupted'
  | 'expired'
export type PlatformStatus =
  | 'pending'
  | 'running'
  | 'succeeded'
  | 'partial'
  | 'failed'
  | 'cancelled'
  | 'interrupted'
  | 'not_run'
export type Role = 'viewer' | 'operator' | 'admin'

export interface Session {
  name: string
  role: Role
  transport?: string
  expires_at: string | null
}

export interface ItemCounts {
  total: number
  added: number
  changed: number
  removed: number
  unchanged: number
}

export interface PlatformRow {
  name: string
  status: PlatformStatus
  started_at: string | null
  finished_at: string | null
  duration_ms: number | null
  items: number
  errors: number
  fetches: number
  bytes: number
  tries: number
  plugin: {id: string; version: string} | null
}

export interface Run {
  id: number
  status: RunStatus
  effective_status: RunStatus
  trigger: string
  trigger_kind: string
  parent_run_id: number | null
  root_run_id: number
  attempt: number
  schedule: string | null
  requested_by: {uid: number | null; name: string} | null
  created_at: string
  started_at: string | null
  finished_at: string | null
  duration_ms: number | null
  items: ItemCounts
  error_count: number
  note?: string
  platforms?: PlatformRow[]
  folded?: {attempts: number; newest_run_id: number; active_run_id: number | null}
}

export interface Page {
  next_cursor: string | null
}
export interface RunPage extends Page {
  runs: Run[]
}

export interface Lineage {
  root_run_id: number
  effective_status: RunStatus
  attempts: Run[]
}

export interface ErrorGroup {
  kind: string
  message: string
  count: number
  severity: string
  http_status: number | null
  platforms: string[]
  urls: string[]
  first_time: string
  last_time: string
}

export interface PlanRow {
  name: string
  status: PlatformStatus
  effective_status: PlatformStatus
  errors: number
  preselected: boolean
  selectable: boolean
  reason: string | null
  succeeded_in: number | null
  no_result: boolean
  kinds: {kind: string; count: number; message: string}[]
  verdict: 'likely' | 'unlikely' | 'unknown' | null
  verdict_reason: string | null
  last_success: {run_id: number; finished_at: string} | null
  expected_ms: number | null
}

export interface RetryPlan {
  run_id: number
  platforms: PlanRow[]
  default: string[]
  active_retry: number | null
  next_attempt: number
  refusal: {message: string; data?: {kind?: string; hint?: string; run_id?: number}} | null
  configuration_changed: boolean
  active_retry_platforms: string[]
}

export interface Schedule {
  name: string
  cadence: string
  timezone: string
  overlap: string
  misfire: string
  platforms: string[]
  next: string | null
  last: string | null
  paused: boolean
  paused_at: string | null
  pause_reason: string | null
  times?: string[]
}

export interface Platform {
  name: string
  plugin: string
  enabled: boolean
  available: boolean
  reason: string | null
  schedules: string[]
}

export interface Plugin {
  id: string
  version: string
  summary: string
  state: string
  error: string | null
  abi: string
  file: string
  digest: string
  platforms: string[]
}

export interface Item {
  platform: string
  kind: string
  key: string
  data: unknown
  first_run_id: number
  changed_run_id: number
}
export interface ItemPage extends Page {
  items: Item[]
}

export interface ItemChange {
  op: 'added' | 'changed' | 'removed' | 'returned'
  platform: string
  kind: string
  key: string
  before: unknown
  after: unknown
}
export interface Diff {
  a: number
  b: number
  counts: Record<string, number>
  changes: ItemChange[]
  truncated: boolean
}

export interface JournalEvent {
  seq: number
  epoch: string
  type: string
  time: string
  run_id: number | null
  platform: string | null
  schedule: string | null
  data: Record<string, unknown>
}
export interface JournalPage extends Page {
  events: JournalEvent[]
}

/** A tick: how far a platform is. Not stored; some may be left out. */
export interface Progress {
  run_id: number
  platform: string
  data: {items: number; fetches: number; bytes: number; errors: number; done?: number; total?: number}
}

export interface Status {
  version: string
  state: string
  started_at: string
  counts: {
    runs: number
    active_runs: number
    items: number
    errors: number
    platforms: number
    schedules: number
  }
  database_bytes: number
  last_seq: number
  next: {schedule: string; time: string}[]
  config: {file: string; digest: string; loaded_at: string; error: string | null}
}

export interface HistoryEntry {
  run_id: number
  status: PlatformStatus
  started_at: string | null
  finished_at: string | null
  duration_ms: number | null
  items: number
  errors: number
}
export interface History {
  platforms: {name: string; recent: HistoryEntry[]}[]
}

export interface Percentiles {
  p50: number | null
  p95: number | null
}
export interface Analytics {
  from: string
  to: string
  days: {
    date: string
    runs: Record<string, number>
    duration_ms: Percentiles
    items: {total: number; added: number; changed: number; removed: number}
    errors: number
  }[]
  platforms: {
    name: string
    outcomes: Record<string, number>
    first_attempt: {succeeded: number; of: number}
    after_retries: {succeeded: number; of: number}
    duration_ms: Percentiles
    items: number
  }[]
  error_kinds: {kind: string; count: number}[]
}

export interface Config {
  file: string
  digest: string
  /** Origins: JSON pointer of each value to "FILE:LINE" or "default". */
  config: {values: Record<string, unknown>; origins: Record<string, string>}
}
