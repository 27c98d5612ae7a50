import type { AccountSyncStatus, QuarantinedItem, SyncWalk } from '../../client/index.js'
import { accounts, accountsError, chosenAccount, maySync } from '../data/account'
import { api } from '../data/api'
import { useChange } from '../data/change'
import { count, duration, percent, plural, time, words } from '../data/format'
import { useLoad } from '../data/load'
import { useRows } from '../data/rows'
import { Changes } from '../parts/changes'
import { Figure, Panel } from '../parts/figures'
import { Empty, More, Problem, Shown } from '../parts/states'
import { type Column, Table } from '../parts/table'
import { ProofState } from './overview'

/** Rows of a list at a time. */
const PAGE = 100

export function SyncView() {
  const account = chosenAccount.value
  const all = accounts.value
  const shown = all?.filter(
    ({ label, account_id }) => !account || [label, account_id].includes(account),
  )
  const quarantine = useRows(`/sync/quarantine ${account}`, async (cursor, signal) => {
    const query = { account, healed: 'false', cursor, limit: PAGE } as const
    const answer = await api.get('/sync/quarantine', { query, signal })
    return { rows: answer.quarantine, next: answer.next_cursor }
  })
  const overrides = useRows(`/overrides ${account}`, async (cursor, signal) => {
    const answer = await api.get('/overrides', { query: { account, cursor, limit: PAGE }, signal })
    return { rows: answer.overrides, next: answer.next_cursor }
  })
  return (
    <>
      <h1>Sync</h1>
      {shown === undefined ? (
        <NotYet />
      ) : shown.length === 0 ? (
        <Empty>No account is set up. Set the keys of one at Alpaca.</Empty>
      ) : (
        shown.map((one) => <AccountPanel key={one.label} of={one} />)
      )}
      <Panel
        title="Quarantine"
        aside={<span class="dim">payloads that did not fit, stored whole</span>}
      >
        <Shown of={quarantine} rows={3}>
          {({ rows }) => <Quarantine items={rows} />}
        </Shown>
        <More of={quarantine} />
      </Panel>
      <Panel title="Your changes" aside={<span class="dim">merges, splits and labels</span>}>
        <Shown of={overrides} rows={3}>
          {({ rows }) =>
            rows.length === 0 ? <Empty>You changed nothing.</Empty> : <Changes overrides={rows} />
          }
        </Shown>
        <More of={overrides} />
      </Panel>
    </>
  )
}

/** Stands for the accounts until they are known. */
function NotYet() {
  return accountsError.value === undefined ? (
    <div class="waiting" role="status" aria-label="Loading" />
  ) : (
    <Problem error={accountsError.value} />
  )
}

function AccountPanel({ of }: { of: AccountSyncStatus }) {
  const { backfill, rate_limit: limit, last_error, failing } = of
  const isRead = backfill.orders.complete && backfill.activities.complete
  return (
    <Panel title={of.label} aside={<ProofState of={of.state} />}>
      <dl class="figures">
        <Figure
          name="Last success"
          note={of.lag_seconds === null ? '' : `${duration(of.lag_seconds)} ago`}
        >
          {of.last_success_at ? <small>{time(of.last_success_at)}</small> : 'never'}
        </Figure>
        <Figure name="Now" note={of.configured ? 'keys are set' : 'keys are not set'}>
          {of.stopped ? 'stopped' : of.running ? 'running' : 'idle'}
        </Figure>
        <Figure name="Orders" note={walkNote(backfill.orders)}>
          {count(backfill.orders.done)}
        </Figure>
        <Figure name="Activities" note={walkNote(backfill.activities)}>
          {count(backfill.activities.done)}
        </Figure>
        <Figure
          name="Time left"
          note={
            backfill.rows_per_second === null
              ? ''
              : `${count(backfill.rows_per_second)} rows a second`
          }
        >
          {isRead ? 'all read' : duration(backfill.eta_seconds)}
        </Figure>
        <Figure name="Rate limit" note={`of ${count(limit.limit)} requests a minute`}>
          {count(limit.remaining)}
        </Figure>
      </dl>
      {!isRead && (
        <>
          <Progress name="Orders" of={backfill.orders} />
          <Progress name="Activities" of={backfill.activities} />
        </>
      )}
      {failing && (
        <p class="warn">
          {plural(failing.runs, 'run')} failed in a row since {time(failing.since)}.
        </p>
      )}
      {last_error && (
        <p class={failing ? 'warn' : 'dim'}>
          Last error, {time(last_error.at)}: {last_error.message}
        </p>
      )}
      {of.positions_doubted && (
        <p class="warn">
          The broker's list of positions lacks {of.positions_doubted.missing.join(', ')}. It is not
          believed yet.
        </p>
      )}
      {of.ledger_failed.map((one) => (
        <p key={one.underlying} class="warn">
          The trades of {one.underlying ?? 'the account'} cannot be computed: {one.reason}
        </p>
      ))}
      {of.account_id !== null && <Runs account={of.account_id} after={of.last_seq} />}
    </Panel>
  )
}

const walkNote = ({ complete, share }: SyncWalk): string =>
  complete ? 'read completely' : `${percent(share)} read`

function Progress({ name, of }: { name: string; of: SyncWalk }) {
  return (
    <label class="progress">
      {name}
      <progress max={1} value={of.share ?? undefined} />
      <span class="dim">
        {of.remaining === null ? 'unknown rest' : `about ${count(of.remaining)} left`}
      </span>
    </label>
  )
}

const RUNS = ['sync.finished', 'sync.failed', 'sync.recovered'] as const
const LOOK_BACK = 400

/** The last runs, as the events report them. */
function Runs({ account, after }: { account: string; after: number }) {
  const runs = useLoad(`/events runs ${account} ${after}`, (signal) =>
    api.get('/events', {
      query: { account, types: RUNS, after: Math.max(0, after - LOOK_BACK), limit: 500 },
      signal,
    }),
  )
  return (
    <Shown of={runs} rows={4}>
      {({ events }) => {
        const rows = events
          .filter(({ type }) => type !== 'reset')
          .toReversed()
          .slice(0, 10)
        if (rows.length === 0) return <Empty>No run changed anything yet.</Empty>
        return (
          <Table
            caption="Last runs, newest first"
            rows={rows}
            keyOf={(row) => String(row.seq)}
            columns={[
              { name: 'Run (New York)', cell: (row) => time(row.at) },
              {
                name: 'Result',
                cell: (row) => (
                  <span class={row.type === 'sync.failed' ? 'warn' : undefined}>
                    {words(row.type.slice('sync.'.length))}
                    {row.data.code && `: ${words(row.data.code)}`}
                  </span>
                ),
              },
              { name: 'Scope', cell: (row) => row.data.scope ?? '' },
              { name: 'Started by', from: 'tablet', cell: (row) => row.data.trigger ?? '' },
            ]}
          />
        )
      }}
    </Shown>
  )
}

function Quarantine({ items }: { items: QuarantinedItem[] }) {
  const retry = useChange<{ ids?: string[] }>(async (body, idempotencyKey) => {
    await api.post('/sync/quarantine/retry', { body, idempotencyKey })
  })
  if (items.length === 0) return <Empty>Nothing is quarantined.</Empty>
  return (
    <>
      <Table
        caption="Quarantined payloads"
        rows={items}
        keyOf={(row) => row.id}
        columns={quarantineColumns}
      />
      {maySync.value && (
        <p class="actions">
          <button type="button" disabled={retry.isSending} onClick={() => retry.send({})}>
            Try again now
          </button>
        </p>
      )}
      {retry.error !== undefined && <Problem error={retry.error} />}
    </>
  )
}

const quarantineColumns: Column<QuarantinedItem>[] = [
  { name: 'Source', cell: (row) => row.source },
  { name: 'Reason', cell: (row) => row.reason },
  { name: 'First seen (New York)', from: 'desk', cell: (row) => time(row.first_seen_at) },
  { name: 'Last tried (New York)', from: 'tablet', cell: (row) => time(row.tried_at) },
]
