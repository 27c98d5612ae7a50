import { useSignal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Order, Override, TradeDetail } from '../../client/index.js'
import { mayEdit } from '../data/account'
import { api } from '../data/api'
import { useChange } from '../data/change'
import { date, plural, qty, time, unitPrice, words } from '../data/format'
import { go } from '../data/place'
import { useRows } from '../data/rows'
import { legsText, symbolText } from '../data/symbol'
import { TakeBack } from './changes'
import { Pl } from './figures'
import { Empty, More, Problem, Shown } from './states'
import { type Column, Table } from './table'

/** The ids of orders that opened a part of the trade. */
const openersOf = ({ fills }: TradeDetail): Set<string> =>
  new Set(
    fills.flatMap(({ effect, order_id }) => (effect === 'open' && order_id ? [order_id] : [])),
  )

/** The orders of a trade; opening ones can be split off, and other trades merged in. */
export function Regroup({ trade }: { trade: TradeDetail }) {
  const chosen = useSignal<readonly string[]>([])
  const [made, setMade] = useState<Override | null>(null)
  const [isMerging, setMerging] = useState(false)
  const openers = openersOf(trade)
  const maySplit = mayEdit.value && openers.size > 1

  const split = useChange<string[]>(async (orderIds, idempotencyKey) => {
    const { override, trades } = await api.post('/trades/split', {
      body: { trade_id: trade.trade_id, order_ids: orderIds },
      idempotencyKey,
    })
    chosen.value = []
    setMade(override)
    const [first] = trades
    if (first && !trades.some(({ trade_id }) => trade_id === trade.trade_id)) {
      go(`/trades/${first.trade_id}`, { replace: true })
    }
  })

  const choice: Column<Order> = {
    name: 'Choose',
    head: '',
    cell: ({ alpaca_order_id: id, symbol }) =>
      openers.has(id) && (
        <input
          type="checkbox"
          aria-label={`Choose the order on ${symbolText(symbol)} to split it off`}
          checked={chosen.value.includes(id)}
          onChange={() => {
            chosen.value = chosen.value.includes(id)
              ? chosen.value.filter((one) => one !== id)
              : [...chosen.value, id]
          }}
        />
      ),
  }
  return (
    <>
      {trade.orders.length === 0 ? (
        <Empty>No order made this trade: it came of an event.</Empty>
      ) : (
        <Table
          caption="Orders"
          rows={trade.orders}
          keyOf={(order) => order.id}
          columns={maySplit ? [...orderColumns, choice] : orderColumns}
        />
      )}
      {mayEdit.value && (
        <div class="actions">
          {maySplit && (
            <button
              type="button"
              disabled={
                split.isSending || chosen.value.length === 0 || chosen.value.length >= openers.size
              }
              onClick={() => split.send([...chosen.value])}
            >
              {chosen.value.length === 0
                ? 'Split off'
                : `Split off ${plural(chosen.value.length, 'order')}`}
            </button>
          )}
          <button type="button" onClick={() => setMerging(true)}>
            Merge with
          </button>
          {maySplit && <span class="dim">Choose opening orders to split them off.</span>}
        </div>
      )}
      {split.error !== undefined && <Problem error={split.error} />}
      {made && (
        <p class="made" role="status">
          The change was made. <TakeBack override={made} done={() => setMade(null)} />
        </p>
      )}
      {isMerging && <Merge trade={trade} close={() => setMerging(false)} />}
    </>
  )
}

const orderColumns: Column<Order>[] = [
  {
    name: 'Order',
    sort: (order) => order.symbol,
    cell: ({ symbol, underlying, alpaca_order_id: id }) => (
      <span title={`${symbol}, order ${id}`}>{symbolText(symbol, underlying)}</span>
    ),
  },
  {
    name: 'Submitted (New York)',
    from: 'tablet',
    sort: (order) => order.submitted_at,
    cell: (order) => time(order.submitted_at),
  },
  {
    name: 'Side',
    cell: (order) => words(order.position_intent ?? order.side),
  },
  { name: 'Type', from: 'desk', cell: (order) => words(order.order_type ?? '') },
  { name: 'Status', from: 'tablet', cell: (order) => words(order.status) },
  {
    name: 'Filled',
    numeric: true,
    cell: (order) => `${qty(order.filled_qty)} of ${qty(order.qty ?? order.filled_qty)}`,
  },
  {
    name: 'Average price',
    head: 'Price',
    numeric: true,
    cell: (order) => unitPrice(order.filled_avg_price),
  },
]

/** A dialog that merges other trades of the same underlying into this one. */
function Merge({ trade, close }: { trade: TradeDetail; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const chosen = useSignal<readonly string[]>([])
  const { account_id: account, underlying, trade_id: own } = trade
  const others = useRows(`/trades to merge ${account} ${underlying}`, async (cursor, signal) => {
    const query = { account, underlying, cursor, limit: 100 }
    const { trades, next_cursor: next } = await api.get('/trades', { query, signal })
    return { rows: trades, next }
  })
  const merge = useChange<string[]>(async (ids, idempotencyKey) => {
    const { trade: merged } = await api.post('/trades/merge', {
      body: { trade_ids: [own, ...ids] },
      idempotencyKey,
    })
    close()
    go(`/trades/${merged.trade_id}`, { replace: true })
  })
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="merge-title">
      <h2 id="merge-title">Merge with trades on {underlying}</h2>
      <p class="dim">
        The trades become one. The change survives every sync, and you can take it back.
      </p>
      <div class="scrolls">
        <Shown of={others}>
          {(data) => {
            const rows = data.rows.filter(({ trade_id }) => trade_id !== own)
            if (rows.length === 0) return <Empty>There is no other trade on {underlying}.</Empty>
            return (
              <ul class="choices">
                {rows.map((row) => (
                  <li key={row.trade_id}>
                    <label class="check">
                      <input
                        type="checkbox"
                        checked={chosen.value.includes(row.trade_id)}
                        onChange={() => {
                          chosen.value = chosen.value.includes(row.trade_id)
                            ? chosen.value.filter((one) => one !== row.trade_id)
                            : [...chosen.value, row.trade_id]
                        }}
                      />
                      <span>
                        {words(row.strategy)} <small class="dim">{legsText(row)}</small>
                      </span>
                      <span class="dim">
                        {date(row.opened_on)}, {row.status}
                      </span>
                      <Pl value={row.net_pl} />
                    </label>
                  </li>
                ))}
              </ul>
            )
          }}
        </Shown>
        <More of={others} />
      </div>
      {merge.error !== undefined && <Problem error={merge.error} />}
      <p class="actions">
        <button
          type="button"
          class="main"
          disabled={merge.isSending || chosen.value.length === 0}
          onClick={() => merge.send([...chosen.value])}
        >
          {chosen.value.length === 0
            ? 'Merge'
            : `Merge ${plural(chosen.value.length + 1, 'trade')}`}
        </button>
        <button type="button" class="quiet" onClick={close}>
          Cancel
        </button>
      </p>
    </dialog>
  )
}
