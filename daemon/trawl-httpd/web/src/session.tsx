// Who is looking. The address that `trawlctl web` prints carries a code behind `#`, which buys a session; without
// one there is a form for a token. The session itself is a cookie that no script can read.
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {createContext, useContext, useState, type ReactNode} from 'react'

import {get, post, Problem, remove} from './api/client'
import {paths} from './api/queries'
import type {Role, Session} from './api/types'
import {Button, Field, Refusal, Title, Waiting} from './parts/basics'

const Visitor = createContext<Session | null>(null)

const ranks: Record<Role, number> = {viewer: 0, operator: 1, admin: 2}

export const useVisitor = () => useContext(Visitor)!

export const useMay = (role: Role) => ranks[useVisitor().role] >= ranks[role]

/** The code behind `#`, once: it leaves the address bar before it is used. */
function takeCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('code')
  if (code) history.replaceState(null, '', location.pathname + location.search)
  return code
}
let code = takeCode()

/** Null: nobody yet. A code that does not open the door is an error; to come without one is none. */
async function whoAmI(): Promise<Session | null> {
  const shown = code
  code = null
  if (shown) return post<Session>(paths.session, {code: shown})
  return get<Session>(paths.session).catch((error) => {
    if (error instanceof Problem && error.status === 401) return null
    throw error
  })
}

export function useLeave() {
  const client = useQueryClient()
  return useMutation({mutationFn: () => remove(paths.session), onSuccess: () => client.resetQueries()})
}

export function Entrance({children}: {children: ReactNode}) {
  const session = useQuery({
    queryKey: ['session'],
    queryFn: whoAmI,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })
  if (session.data) return <Visitor.Provider value={session.data}>{children}</Visitor.Provider>
  if (session.isPending)
    return (
      <main>
        <Waiting />
      </main>
    )
  return <SignIn because={session.error} again={() => void session.refetch()} />
}

function SignIn({because, again}: {because: Error | null; again: () => void}) {
  const [token, setToken] = useState('')
  const client = useQueryClient()
  const enter = useMutation({
    mutationFn: () => post<Session>(paths.session, {token: token.trim()}),
    onSuccess: (session) => client.setQueryData(['session'], session),
  })
  return (
    <main className="sign-in">
      <Title name="Sign in">trawl</Title>
      <p>
        Run <code>trawlctl web</code> on the machine and open the address that it prints, or sign in with a
        token.
      </p>
      {because && (
        <>
          <Refusal error={because} />
          <Button onClick={again}>Try again</Button>
        </>
      )}
      {enter.error && <Refusal error={enter.error} />}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          enter.mutate()
        }}
      >
        <Field label="Token">
          <input
            type="password"
            autoComplete="off"
            required
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        </Field>
        <Button type="submit" tone="main" disabled={enter.isPending}>
          Sign in
        </Button>
      </form>
    </main>
  )
}
