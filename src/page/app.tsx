import type { ComponentChild } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { accounts, chosenAccount, maySync, useAccount } from './data/account'
import { explain, isReachable } from './data/api'
import { feedState } from './data/feed'
import { path, setQuery } from './data/place'
import { isSignedIn, signOut } from './data/session'
import { Link } from './parts/link'
import { Notices } from './parts/notices'
import { SyncNow } from './parts/sync-now'
import { Calendar } from './views/calendar'
import { Campaign } from './views/campaign'
import { Campaigns } from './views/campaigns'
import { Overview } from './views/overview'
import { Positions } from './views/positions'
import { SignIn } from './views/sign-in'
import { Strategies } from './views/strategies'
import { SyncView } from './views/sync'
import { TradeView } from './views/trade'
import { Trades } from './views/trades'

interface View {
  name: string
  path: string
  view: () => ComponentChild
  /** The view of one item below the path. */
  item?: (props: { id: string }) => ComponentChild
}

const VIEWS: readonly View[] = [
  { name: 'Overview', path: '/', view: Overview },
  { name: 'Trades', path: '/trades', view: Trades, item: TradeView },
  { name: 'Campaigns', path: '/campaigns', view: Campaigns, item: Campaign },
  { name: 'Calendar', path: '/calendar', view: Calendar },
  { name: 'Strategies', path: '/strategies', view: Strategies },
  { name: 'Positions', path: '/positions', view: Positions },
  { name: 'Sync', path: '/sync', view: SyncView },
]

/** The view of a path, and the id in it. */
function viewAt(at: string): { view: View | undefined; id: string | undefined } {
  const [, name = '', id] = /^\/([^/]*)(?:\/([^/]+))?\/?$/.exec(at) ?? []
  const view = VIEWS.find((one) => one.path === `/${name}`)
  return id === undefined || view?.item ? { view, id } : { view: undefined, id: undefined }
}

export function App() {
  return isSignedIn.value ? <SignedIn /> : <SignIn />
}

function SignedIn() {
  const status = useAccount()
  const { view, id } = viewAt(path.value)
  const main = useRef<HTMLElement>(null)
  const isFirst = useRef(true)

  useEffect(() => {
    document.title = view ? `${view.name} · legbook` : 'legbook'
    // Keyboard and screen reader go on at the content of the new view.
    if (!isFirst.current) main.current?.focus({ preventScroll: true })
    isFirst.current = false
  }, [path.value])

  const Item = view?.item
  const Whole = view?.view
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header current={view?.name} />
      {!isReachable.value && (
        <p class="banner" role="status">
          {explain(new Error()).title} What is shown may be old.
        </p>
      )}
      <main id="main" tabIndex={-1} ref={main}>
        {Item && id !== undefined ? (
          <Item key={id} id={decodeURIComponent(id)} />
        ) : Whole ? (
          <Whole />
        ) : (
          <Nowhere />
        )}
      </main>
      <Notices />
      <footer>
        <span>Times and dates are of New York.</span>
        <a href="/api/alpaca/docs">API reference</a>
        {status.data && <span class="print-only">legbook</span>}
      </footer>
    </>
  )
}

function Nowhere() {
  return (
    <div class="empty">
      <h1>There is no such page.</h1>
      <p>
        <Link to="/">Go to the overview</Link>
      </p>
    </div>
  )
}

function Header({ current }: { current: string | undefined }) {
  return (
    <header class="top">
      <Link to="/" class="brand">
        <img src="/icon.svg" width="22" height="22" alt="" />
        legbook
      </Link>
      <nav aria-label="Views">
        {VIEWS.map(({ name, path: to }) => (
          <Link key={name} to={to} current={name === current}>
            {name}
          </Link>
        ))}
      </nav>
      <div class="tools">
        <AccountChoice />
        <Connection />
        {maySync.value && <SyncNow />}
        <button type="button" class="quiet" onClick={() => signOut()}>
          Sign out
        </button>
      </div>
    </header>
  )
}

function AccountChoice() {
  const all = accounts.value ?? []
  if (all.length < 2) return null
  return (
    <select
      aria-label="Account"
      value={chosenAccount.value ?? ''}
      onChange={(event) => setQuery({ account: event.currentTarget.value, cursor: undefined })}
    >
      <option value="">All accounts</option>
      {all.map(({ label }) => (
        <option key={label} value={label}>
          {label}
        </option>
      ))}
    </select>
  )
}

const CONNECTION = {
  offline: ['bad', 'Offline', 'The API cannot be reached. The page tries again by itself.'],
  connecting: ['wait', 'Connecting', 'Changes appear by themselves in a moment.'],
  open: ['good', 'Live', 'Changes appear as they happen.'],
  polling: ['good', 'Polling', 'Changes appear within some seconds.'],
  closed: ['bad', 'Not live', 'The API sends no changes to this token. Reload to see them.'],
} as const

/** Why changes come only after a sync, by the state of the Worker's own connection to Alpaca. */
const UPSTREAM: Record<string, string> = {
  off: 'Changes appear after each sync: the Worker does not listen to Alpaca.',
  connecting: 'Changes appear after each sync: the Worker is connecting to Alpaca.',
  held_elsewhere: "Changes appear after each sync: another program holds Alpaca's connection.",
  refused: 'Changes appear after each sync: Alpaca refuses the connection of the Worker.',
}

function Connection() {
  const feed = feedState.value
  const [tone, text, usual] = CONNECTION[isReachable.value ? feed.connection : 'offline']
  const title = (feed.connection === 'open' && UPSTREAM[feed.upstream]) || usual
  return (
    <span class={`connection ${tone}`} role="status" title={title}>
      {text}
    </span>
  )
}
