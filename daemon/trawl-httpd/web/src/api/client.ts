// One request to the API. Every refusal is a Problem (RFC 9457), also when there was no answer at all.

/** What the server says when it does not do what was asked; members beyond these depend on `code`. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly hint?: string
  readonly members: Record<string, unknown>

  constructor(members: Record<string, unknown>) {
    super(String(members.detail ?? members.title ?? 'The request failed'))
    this.status = Number(members.status ?? 0)
    this.code = String(members.code ?? 'unknown')
    this.title = String(members.title ?? 'The request failed')
    this.hint = typeof members.hint === 'string' ? members.hint : undefined
    this.members = members
  }

  /** The run that stands in the way, or that did it already. */
  get runId(): number | null {
    return typeof this.members.run_id === 'number' ? this.members.run_id : null
  }

  /** Nobody is there: the adapter, or the daemon behind it. */
  get isAway(): boolean {
    return this.code === 'adapter_unreachable' || this.code === 'daemon_unreachable'
  }
}

const unreachable = {
  code: 'adapter_unreachable',
  title: 'No answer',
  detail: 'The server cannot be reached.',
  hint: 'systemctl status trawl-httpd',
}

async function send(method: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, {method, credentials: 'same-origin', ...init})
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new Problem(unreachable)
  }
}

async function request<T>(method: string, path: string, init: RequestInit = {}): Promise<T> {
  const answer = await send(method, path, init)
  if (answer.status === 204) return undefined as T
  const body = await answer
    .json()
    .catch(() => ({detail: `The server answered ${answer.status} without JSON.`}))
  if (!answer.ok) throw new Problem({status: answer.status, ...body})
  return body as T
}

export const get = <T>(path: string, signal?: AbortSignal) => request<T>('GET', path, {signal})

// The type goes along with every change, with or without a body: a form of another site cannot send it.
const json = {'content-type': 'application/json'}

export const post = <T>(path: string, body: object = {}, headers: Record<string, string> = {}) =>
  request<T>('POST', path, {body: JSON.stringify(body), headers: {...json, ...headers}})

export const remove = (path: string) => request<void>('DELETE', path, {headers: json})

/** "/api/v1/runs" with those parameters that have a value. */
export function withQuery(
  path: string,
  parameters: Record<string, string | number | boolean | null | undefined>,
): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters))
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value))
  return query.size ? `${path}?${query}` : path
}

/** A key for `Idempotency-Key`. (crypto.randomUUID exists on loopback and HTTPS only.) */
export function freshKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}
