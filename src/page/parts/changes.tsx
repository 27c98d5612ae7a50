import type { Override } from '../../client/index.js'
import { mayEdit } from '../data/account'
import { api } from '../data/api'
import { useChange } from '../data/change'
import { plural, time, words } from '../data/format'
import { go, path } from '../data/place'
import { Link } from './link'
import { Problem } from './states'
import { Table } from './table'

function describe({ kind, facts, strategy, tags, note }: Override): string {
  if (kind === 'merge') return `merged ${plural(facts.length, 'order')} into one trade`
  if (kind === 'split') return `split ${plural(facts.length, 'order')} off`
  const parts = [
    strategy !== null && `strategy ${words(strategy)}`,
    tags !== null && plural(tags.length, 'tag'),
    note !== null && 'a note',
  ].filter(Boolean)
  return parts.length > 0 ? `set ${parts.join(', ')}` : 'nothing set'
}

/** Changes of the grouping and of labels, each with a way back. */
export function Changes({ overrides }: { overrides: readonly Override[] }) {
  return (
    <Table
      caption="Your changes, newest first"
      rows={overrides}
      keyOf={(override) => override.id}
      columns={[
        {
          name: 'Change',
          cell: (override) => (
            <span>
              <b>{override.underlying}</b> {describe(override)}
            </span>
          ),
        },
        {
          name: 'Made (New York)',
          from: 'tablet',
          cell: (override) => time(override.created_at),
        },
        {
          name: 'Trades now',
          from: 'desk',
          cell: (override) =>
            override.trade_ids.slice(0, 5).map((id, index) => (
              <span key={id}>
                {index > 0 && ', '}
                <Link to={`/trades/${id}`}>{id.slice(0, 8)}</Link>
              </span>
            )),
        },
        {
          name: 'Undo',
          head: '',
          numeric: true,
          cell: (override) => (mayEdit.value ? <TakeBack override={override} /> : ''),
        },
      ]}
    />
  )
}

/** Deletes an override and shows what became of the trade. */
export function TakeBack({ override, done }: { override: Override; done?: () => void }) {
  const change = useChange<string>(async (id, idempotencyKey) => {
    const { trades } = await api.delete('/overrides/{id}', { path: { id }, idempotencyKey })
    done?.()
    const here = path.peek()
    const isHere = trades.some(({ trade_id }) => here === `/trades/${trade_id}`)
    const [first] = trades
    if (here.startsWith('/trades/') && !isHere && first) {
      go(`/trades/${first.trade_id}`, { replace: true })
    }
  })
  return (
    <span class="take-back">
      <button type="button" disabled={change.isSending} onClick={() => change.send(override.id)}>
        Take back
      </button>
      {change.error !== undefined && <Problem error={change.error} />}
    </span>
  )
}
