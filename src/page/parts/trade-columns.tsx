import { useState } from 'preact/hooks'
import type { Trade } from '../../client/index.js'
import { accounts, labelOf } from '../data/account'
import { date, daysBetween, money, qty, shortDate, today, UNKNOWN, words } from '../data/format'
import { legsText } from '../data/symbol'
import { Pl, Status } from './figures'
import { Link } from './link'
import type { Column } from './table'

/** The first tags of many, and the rest on demand. */
export function Tags({ tags }: { tags: readonly string[] }) {
  const [isOpen, setOpen] = useState(false)
  const shown = isOpen ? tags : tags.slice(0, MOST_TAGS)
  const hidden = tags.length - shown.length
  return (
    <span class="tags">
      {shown.map((tag) => (
        <Link
          key={tag}
          to="/trades"
          query={{ tag }}
          class="tag"
          label={`Trades with the tag ${tag}`}
        >
          {tag}
        </Link>
      ))}
      {hidden > 0 && (
        <button type="button" class="tag" onClick={() => setOpen(true)}>
          {hidden} more
        </button>
      )}
    </span>
  )
}

const MOST_TAGS = 6

/** What connects a trade with others, in a word. */
function linkWord({ rolled_from, assigned_from, covered_by }: Trade): string | null {
  if (rolled_from) return 'rolled'
  if (assigned_from) return 'delivered'
  return covered_by ? 'covered' : null
}

/** Days until a date, from today in New York. */
export const daysTo = (expiry: string): number => daysBetween(today(), expiry)

const isLive = ({ status }: Trade): boolean => status === 'open' || status === 'partial'

function Expiry({ of }: { of: Trade }) {
  const { expiry_date: expiry } = of
  if (expiry === null) return <span class="dim">{UNKNOWN}</span>
  const days = daysTo(expiry)
  return (
    <span title={date(expiry)}>
      {shortDate(expiry)}
      {isLive(of) && (
        <small class={days <= 7 ? 'soon' : 'dim'}>{days < 0 ? ' past' : ` ${days} d`}</small>
      )}
    </span>
  )
}

/** Name, structure and legs of a trade, with the row's first link. */
export const tradeColumn: Column<Trade> = {
  name: 'Trade',
  sort: (trade) => `${trade.underlying} ${trade.strategy}`,
  cell: (trade) => (
    <div class="trade">
      <Link to={`/trades/${trade.trade_id}`} class="title">
        <b>{trade.underlying}</b> <span>{words(trade.strategy)}</span>
      </Link>
      <small class="dim">
        {legsText(trade)}
        {linkWord(trade) && <em> {linkWord(trade)}</em>}
        {trade.incomplete && <em class="warn"> incomplete</em>}
        {trade.unexplained && <em class="warn"> unexplained</em>}
        {(accounts.value?.length ?? 0) > 1 && <em> {labelOf(trade.account_id)}</em>}
      </small>
      <small class="phone dim">
        {`${trade.status} ${date(trade.closed_on ?? trade.opened_on)}`}
        {isLive(trade) && trade.expiry_date && `, expiry ${shortDate(trade.expiry_date)}`}
      </small>
      {trade.tags.length > 0 && <Tags tags={trade.tags} />}
    </div>
  ),
}

/** Columns of lists of trades. */
export const tradeColumns = {
  trade: tradeColumn,
  status: {
    name: 'Status',
    sort: (trade) => trade.status,
    cell: (trade) => <Status of={trade.status} />,
    from: 'tablet',
  },
  opened: {
    name: 'Opened',
    sort: (trade) => trade.opened_at,
    cell: (trade) => <time dateTime={trade.opened_on}>{date(trade.opened_on)}</time>,
    from: 'tablet',
  },
  closed: {
    name: 'Closed',
    sort: (trade) => trade.closed_at,
    cell: (trade) =>
      trade.closed_on ? (
        <time dateTime={trade.closed_on}>{date(trade.closed_on)}</time>
      ) : (
        <span class="dim">{UNKNOWN}</span>
      ),
    from: 'tablet',
  },
  expiry: {
    name: 'Expiry',
    sort: (trade) => trade.expiry_date,
    cell: (trade) => <Expiry of={trade} />,
    from: 'desk',
  },
  quantity: {
    name: 'Quantity',
    head: 'Qty',
    sort: (trade) => trade.quantity,
    numeric: true,
    cell: (trade) => qty(trade.quantity),
    from: 'desk',
  },
  entry: {
    name: 'Entry cash',
    head: 'Entry',
    sort: (trade) => trade.entry_cash,
    numeric: true,
    cell: (trade) => money(trade.entry_cash),
    from: 'desk',
  },
  fees: {
    name: 'Fees',
    sort: (trade) => trade.fees,
    numeric: true,
    cell: (trade) => (
      <span title={trade.fees_pending ? 'The fees of its last day are not posted yet.' : undefined}>
        {money(trade.fees)}
        {trade.fees_pending && '*'}
      </span>
    ),
    from: 'desk',
  },
  net: {
    name: 'Net P/L',
    sort: (trade) => trade.net_pl,
    numeric: true,
    cell: (trade) => <Pl value={trade.net_pl} why="Opened before the known history." />,
  },
  unrealized: {
    name: 'Unrealized P/L',
    head: 'Unrealized',
    sort: (trade) => trade.unrealized_pl,
    numeric: true,
    cell: (trade) =>
      isLive(trade) ? (
        <Pl value={trade.unrealized_pl} why="A price is missing." />
      ) : (
        <span class="dim" title="Nothing is open.">
          {UNKNOWN}
        </span>
      ),
  },
  risk: {
    name: 'Maximum loss at expiry',
    head: 'Max loss',
    sort: (trade) => trade.risk?.max_loss,
    numeric: true,
    cell: (trade) => {
      const { risk } = trade
      if (risk === null) return <span class="dim">{UNKNOWN}</span>
      return risk.max_loss === null ? 'unlimited' : money(risk.max_loss)
    },
    from: 'desk',
  },
} satisfies Record<string, Column<Trade>>
