import type { Event } from '../../client/index.js'
import { dismiss, notices } from '../data/feed'
import { words } from '../data/format'
import { Pl } from './figures'
import { Link } from './link'

const VERB: Record<string, string> = {
  'trade.opened': 'opened',
  'trade.closed': 'closed',
  'trade.rolled': 'rolled',
  'trade.assigned': 'assigned',
}

/** What just happened, for some seconds. */
export function Notices() {
  return (
    <div class="notices" role="status">
      {notices.value.map((event) => (
        <Notice key={`${event.account_id} ${event.seq}`} event={event} />
      ))}
    </div>
  )
}

function Notice({ event }: { event: Event }) {
  const { type, subject_id, data } = event
  return (
    <p class="notice">
      <Link to={`/trades/${subject_id}`}>
        <b>{data.underlying}</b> {words(data.strategy ?? 'trade')} {VERB[type]}
      </Link>
      {type === 'trade.closed' && <Pl value={data.net_pl} />}
      <button type="button" class="quiet" aria-label="Dismiss" onClick={() => dismiss(event)}>
        ×
      </button>
    </p>
  )
}
