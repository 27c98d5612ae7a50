import type { Trade } from '../../client/index.js'
import { date, words } from '../data/format'
import { legsText } from '../data/symbol'
import { Pl, Status } from './figures'
import { Link } from './link'

/** How a trade came out of an earlier one. */
function origin({ rolled_from, assigned_from, covered_by }: Trade): string {
  if (rolled_from) return 'rolled from the trade before'
  if (assigned_from) return 'delivered by an option'
  return covered_by ? 'covered by another trade' : 'opened'
}

/** The trades of a campaign in the order in which they were opened. */
export function Timeline({ trades, current }: { trades: readonly Trade[]; current?: string }) {
  return (
    <ol class="timeline">
      {trades.map((trade) => (
        <li key={trade.trade_id} class={trade.trade_id === current ? 'current' : undefined}>
          <time dateTime={trade.opened_on}>{date(trade.opened_on)}</time>
          <div>
            <Link to={`/trades/${trade.trade_id}`} current={trade.trade_id === current}>
              <b>{trade.underlying}</b> {words(trade.strategy)}
            </Link>
            <small class="dim">
              {legsText(trade)} · {origin(trade)}
              {trade.closed_on && ` · closed ${date(trade.closed_on)}`}
            </small>
          </div>
          <Status of={trade.status} />
          <Pl value={trade.net_pl} why="Opened before the known history." />
        </li>
      ))}
    </ol>
  )
}
