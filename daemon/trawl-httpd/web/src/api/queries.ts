// What the page reads, one hook each. Keys start with the kind of thing, which is what live.ts refreshes by.
import {keepPreviousData, useQuery} from '@tanstack/react-query'

import {get, withQuery} from './client'
import type * as Api from './types'

export const paths = {
  session: '/api/session',
  runs: '/api/v1/runs',
  run: (id: number) => `/api/v1/runs/${id}`,
  retry: (id: number) => `/api/v1/runs/${id}/retry`,
  cancel: (id: number) => `/api/v1/runs/${id}/cancel`,
  schedule: (name: string, verb: string) => `/api/v1/schedules/${encodeURIComponent(name)}/${verb}`,
  configCheck: '/api/v1/config/check',
  configReload: '/api/v1/config/reload',
}

/** How often the page asks whether the daemon is there, besides listening to its events. */
const pulse = {there: 5_000, away: 2_000}

export const useStatus = () =>
  useQuery({
    queryKey: ['status'],
    queryFn: ({signal}) => get<Api.Status>('/api/v1/status', signal),
    refetchInterval: (query) => (query.state.status === 'error' ? pulse.away : pulse.there),
  })

export type RunFilter = {
  status?: string
  trigger_kind?: string
  platform?: string
  schedule?: string
  active?: boolean
  cursor?: string
  fold?: boolean
  limit?: number
  include?: string
}

export const useRuns = (filter: RunFilter) =>
  useQuery({
    queryKey: ['runs', filter],
    queryFn: ({signal}) => get<Api.RunPage>(withQuery(paths.runs, filter), signal),
    placeholderData: keepPreviousData,
  })

export const useRun = (id: number) =>
  useQuery({
    queryKey: ['run', id],
    queryFn: ({signal}) => get<Api.Run>(withQuery(paths.run(id), {include: 'platforms'}), signal),
  })

export const useLineage = (id: number) =>
  useQuery({
    queryKey: ['lineage', id],
    queryFn: ({signal}) => get<Api.Lineage>(`${paths.run(id)}/lineage`, signal),
  })

export const useErrorGroups = (id: number) =>
  useQuery({
    queryKey: ['errors', id],
    queryFn: ({signal}) =>
      get<{groups: Api.ErrorGroup[]; truncated: boolean}>(`${paths.run(id)}/errors/groups`, signal),
  })

/** Asked anew at each opening of the dialog, never from a cache: failures may have grown since the last. */
export const useRetryPlan = (id: number, opening: string) =>
  useQuery({
    queryKey: ['plan', id, opening],
    queryFn: ({signal}) => get<Api.RetryPlan>(paths.retry(id), signal),
    gcTime: 0,
    staleTime: Infinity,
  })

export const useHistory = () =>
  useQuery({
    queryKey: ['history'],
    queryFn: ({signal}) => get<Api.History>('/api/v1/platforms/history?limit=30', signal),
  })

export const usePlatforms = () =>
  useQuery({
    queryKey: ['platforms'],
    queryFn: ({signal}) => get<{platforms: Api.Platform[]}>('/api/v1/platforms', signal),
  })

export const useSchedules = () =>
  useQuery({
    queryKey: ['schedules'],
    queryFn: ({signal}) => get<{schedules: Api.Schedule[]}>('/api/v1/schedules', signal),
  })

export const useFirings = (name: string) =>
  useQuery({
    queryKey: ['schedules', name],
    queryFn: ({signal}) => get<{times: string[]}>(`${paths.schedule(name, 'next')}?count=5`, signal),
  })

export const usePlugins = () =>
  useQuery({
    queryKey: ['plugins'],
    queryFn: ({signal}) => get<{plugins: Api.Plugin[]}>('/api/v1/plugins', signal),
  })

export const useItems = (filter: {platform?: string; run_id?: string; cursor?: string}) =>
  useQuery({
    queryKey: ['items', filter],
    queryFn: ({signal}) => get<Api.ItemPage>(withQuery('/api/v1/items', {...filter, limit: 50}), signal),
    placeholderData: keepPreviousData,
  })

export const useDiff = (a: string, b: string) =>
  useQuery({
    queryKey: ['diff', a, b],
    queryFn: ({signal}) => get<Api.Diff>(withQuery('/api/v1/runs/diff', {a, b, limit: 500}), signal),
    enabled: a !== '' && b !== '',
  })

export const useJournal = () =>
  useQuery({
    queryKey: ['journal'],
    queryFn: ({signal}) => get<Api.JournalPage>('/api/v1/journal?limit=200', signal),
    staleTime: Infinity,
  })

export const useConfig = () =>
  useQuery({queryKey: ['config'], queryFn: ({signal}) => get<Api.Config>('/api/v1/config', signal)})

export const useAnalytics = (days: number) =>
  useQuery({
    queryKey: ['analytics', days],
    queryFn: ({signal}) => get<Api.Analytics>(`/api/v1/analytics?days=${days}`, signal),
    placeholderData: keepPreviousData,
  })
