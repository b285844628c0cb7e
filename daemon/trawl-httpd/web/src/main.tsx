import {QueryCache, QueryClient, QueryClientProvider} from '@tanstack/react-query'
import {createRoot} from 'react-dom/client'

import {Problem} from './api/client'
import {App} from './app'
import {Entrance} from './session'
import './style/base.css'
import './style/frame.css'
import './style/pictures.css'
import './style/dialog.css'

// A session that has ended shows in the first read that it no longer opens: ask again who we are.
const queries = new QueryCache({
  onError(error, query) {
    if (error instanceof Problem && error.status === 401 && query.queryKey[0] !== 'session')
      void client.invalidateQueries({queryKey: ['session']})
  },
})

const client: QueryClient = new QueryClient({
  queryCache: queries,
  defaultOptions: {queries: {retry: false, staleTime: 5_000, refetchOnWindowFocus: true}},
})

createRoot(document.getElementById('root')!).render(
  <QueryClientProvider client={client}>
    <Entrance>
      <App />
    </Entrance>
  </QueryClientProvider>,
)
