import type { Override, TradeDetail } from '../../client/index.js'
import { LegbookError } from '../../client/index.js'
import { PayoffChart } from '../charts/payoff'
import { labelOf, mayEdit } from '../data/account'
import { api } from '../data/api'
import { date, money, qty, signedMoney, time, unitPrice, words } from '../data/format'
import { useLoad } from '../data/load'
import { type ReadPage, readPages } from '../data/rows'
import { symbolText } from '../data/symbol'
import { Changes } from '../parts/changes'
import { Figure, Panel, Pl, Status } from '../parts/figures'
import { Labels } from '../parts/labels'
import { Link } from '../parts/link'
import { Regroup } from '../parts/regroup'
import { Empty, Shown } from '../parts/states'
import { Table } from '../parts/table'
import { Timeline } from '../parts/timeline'
import { daysTo, Tags } from '../parts/trade-columns'

export function TradeView({ id }: { id: string }) {
  const loaded = useLoad(`/trades/${id}`, async (signal) => {
    const { trade } = await api.get('/trades/{trade_id}', { path: { trade_id: id }, signal })
    return trade
  })
  const { error } = loaded
  if (
    loaded.data === undefined &&
    error instanceof LegbookError &&
    [400, 404].includes(error.status)
  ) {
    return <Missing />
  }
  return (
    <Shown of={loaded} rows={14}>
      {(trade) => <Whole trade={trade} />}
    </Shown>
  )
}

function Missing() {
  return (
    <Empty>
      <h1>This trade does not exist.</h1>
      <p>It may have been merged, split or erased since.</p>
      <p>
        <Link to="/trades">All trades</Link>
      </p>
    </Empty>
  )
}

const isLive = ({ status }: TradeDetail): boolean => status === 'open' || status === 'partial'

const overridesOf =
  (account: string, underlying: string): ReadPage<Override> =>
  async (cursor, signal) => {
    const query = { account, underlying, cursor, limit: 500 }
    const { overrides, next_cursor: next } = await api.get('/overrides', { query, signal })
    return { rows: overrides, next }
  }

function Whole({ trade }: { trade: TradeDetail }) {
  const { underlying, account_id: account, campaign_id: campaignId } = trade
  const price = usePrice(trade)
  const campaign = useLoad(`/campaigns/${campaignId}`, (signal) =>
    api.get('/campaigns/{campaign_id}', { path: { campaign_id: campaignId }, signal }),
  )
  const overrides = useLoad(
    mayEdit.value || trade.tags.length > 0 || trade.note !== null
      ? `/overrides ${account} ${underlying}`
      : null,
    (signal) => readPages(Number.POSITIVE_INFINITY, overridesOf(account, underlying), signal),
  )
  const own = overrides.data?.rows.filter(({ trade_ids }) => trade_ids.includes(trade.trade_id))
  const related = campaign.data?.campaign
  const { risk } = trade
  return (
    <article>
      <div class="title">
        <h1>
          {underlying} <span>{words(trade.strategy)}</span>
        </h1>
        <Status of={trade.status} />
        {trade.direction && <span class="dim">{trade.direction}</span>}
        <Tags tags={trade.tags} />
      </div>
      <Notes trade={trade} />
      <Sums trade={trade} />
      <div class="columns even">
        {risk && (
          <Panel title="Payoff at expiry" aside={<RiskFigures trade={trade} price={price} />}>
            <PayoffChart risk={risk} price={price} underlying={underlying} />
          </Panel>
        )}
        <Panel title="Legs" aside={<span class="dim">{labelOf(account)}</span>}>
          <Legs trade={trade} />
          <Labels key={trade.updated_at} trade={trade} />
        </Panel>
      </div>
      {related && related.trades.length > 1 && (
        <Panel
          title="Campaign"
          aside={
            <Link to={`/campaigns/${related.campaign_id}`}>
              {`${related.trades.length} trades, total ${signedMoney(related.total_pl)}`}
            </Link>
          }
        >
          <Timeline trades={related.trades} current={trade.trade_id} />
        </Panel>
      )}
      <div class={trade.fees_detail.length > 0 ? 'columns' : undefined}>
        <Panel title="Fills">
          <Fills trade={trade} />
        </Panel>
        {trade.fees_detail.length > 0 && (
          <Panel title="Fees" aside={<b>{money(trade.fees)}</b>}>
            <Fees trade={trade} />
          </Panel>
        )}
      </div>
      <Panel title="Orders">
        <Regroup key={trade.trade_id} trade={trade} />
      </Panel>
      {own && own.length > 0 && (
        <Panel title="Your changes">
          <Changes overrides={own} />
        </Panel>
      )}
    </article>
  )
}

/** The price of the underlying now, where the account holds the underlying itself. */
function usePrice(trade: TradeDetail): number | null {
  const { underlying, account_id: account } = trade
  const positions = useLoad(
    isLive(trade) ? `/positions ${account} ${underlying}` : null,
    (signal) =>
      api.get('/positions', { query: { account, underlying, symbol: underlying }, signal }),
  )
  return positions.data?.positions[0]?.current_price ?? null
}

function Notes({ trade }: { trade: TradeDetail }) {
  const { incomplete, unexplained, fees_pending, note } = trade
  const texts = [
    incomplete &&
      'A part of this trade was opened before the known history, so its profit is unknown.',
    unexplained && 'The broker no longer holds an open leg, and no activity explains it.',
    fees_pending && 'The fees of its last day are not posted yet.',
  ].filter((text) => text !== false)
  return (
    <>
      {texts.map((text) => (
        <p key={text} class="warn">
          {text}
        </p>
      ))}
      {note !== null && <blockquote class="note">{note}</blockquote>}
    </>
  )
}

function Sums({ trade }: { trade: TradeDetail }) {
  const { closed_on, expiry_date, closed_by } = trade
  const whyUnknown = 'Opened before the known history.'
  return (
    <dl class="figures">
      <Figure name="Net P/L" note={`after ${money(trade.fees)} fees`}>
        <Pl value={trade.net_pl} why={whyUnknown} />
      </Figure>
      {isLive(trade) && (
        <Figure name="Unrealized" note="at the broker's last marks">
          <Pl value={trade.unrealized_pl} why="A price is missing." />
        </Figure>
      )}
      <Figure name="Entry cash" note={date(trade.opened_on)}>
        <Pl value={trade.entry_cash} why={whyUnknown} />
      </Figure>
      <Figure
        name="Exit cash"
        note={
          closed_on
            ? `${date(closed_on)}${closed_by.length > 0 ? ` by ${closed_by.map(words).join(', ')}` : ''}`
            : 'not closed'
        }
      >
        <Pl value={trade.exit_cash} why={whyUnknown} />
      </Figure>
      {trade.dividends !== 0 && (
        <Figure name="Dividends" note="not in the net P/L">
          <Pl value={trade.dividends} />
        </Figure>
      )}
      <Figure
        name="Quantity"
        note={trade.roll_count > 0 ? `roll ${trade.roll_count} of its chain` : 'units'}
      >
        {qty(trade.quantity)}
      </Figure>
      {expiry_date && (
        <Figure
          name="Expiry"
          note={isLive(trade) ? `in ${daysTo(expiry_date)} days` : 'of the nearest leg'}
        >
          {date(expiry_date)}
        </Figure>
      )}
    </dl>
  )
}

function RiskFigures({ trade, price }: { trade: TradeDetail; price: number | null }) {
  const { risk } = trade
  if (!risk) return null
  return (
    <dl class="inline">
      <div>
        <dt>Max profit</dt>
        <dd>{risk.max_profit === null ? 'unlimited' : <Pl value={risk.max_profit} />}</dd>
      </div>
      <div>
        <dt>Max loss</dt>
        <dd>{risk.max_loss === null ? 'unlimited' : <Pl value={risk.max_loss} />}</dd>
      </div>
      <div>
        <dt>{risk.breakevens.length === 1 ? 'Break-even' : 'Break-evens'}</dt>
        <dd>{risk.breakevens.length === 0 ? 'none' : risk.breakevens.map(unitPrice).join(', ')}</dd>
      </div>
      {price !== null && (
        <div>
          <dt>{trade.underlying} now</dt>
          <dd>{unitPrice(price)}</dd>
        </div>
      )}
    </dl>
  )
}

function Legs({ trade }: { trade: TradeDetail }) {
  return (
    <Table
      caption="Legs"
      rows={trade.legs}
      keyOf={(leg) => `${leg.symbol} ${leg.side}`}
      columns={[
        {
          name: 'Leg',
          cell: (leg) => <span title={leg.symbol}>{symbolText(leg.symbol, trade.underlying)}</span>,
        },
        {
          name: 'Side',
          cell: (leg) => <span class="whole">{leg.side === 'long' ? '+ long' : '− short'}</span>,
        },
        { name: 'Quantity', head: 'Qty', numeric: true, cell: (leg) => qty(leg.qty) },
        { name: 'Open', numeric: true, from: 'tablet', cell: (leg) => qty(leg.open_qty) },
        {
          name: 'Average opening price',
          head: 'Opened at',
          numeric: true,
          cell: (leg) => unitPrice(leg.avg_open_price),
        },
        {
          name: 'Average closing price',
          head: 'Closed at',
          numeric: true,
          cell: (leg) => unitPrice(leg.avg_close_price),
        },
        { name: 'Realized', numeric: true, cell: (leg) => <Pl value={leg.realized_pl} /> },
        {
          name: 'Closed by',
          from: 'desk',
          cell: (leg) => <span class="dim">{leg.closed_by.map(words).join(', ')}</span>,
        },
      ]}
    />
  )
}

function Fills({ trade }: { trade: TradeDetail }) {
  if (trade.fills.length === 0) return <Empty>Nothing was filled yet.</Empty>
  return (
    <Table
      caption="Fills"
      rows={trade.fills}
      keyOf={(fill) => `${fill.execution_id} ${fill.effect} ${fill.symbol}`}
      columns={[
        {
          name: 'Time (New York)',
          sort: (fill) => fill.executed_at,
          cell: (fill) => <time dateTime={fill.executed_at}>{time(fill.executed_at)}</time>,
        },
        { name: 'Effect', from: 'tablet', cell: (fill) => fill.effect },
        { name: 'Kind', from: 'desk', cell: (fill) => words(fill.kind) },
        {
          name: 'Symbol',
          cell: (fill) => (
            <span title={fill.symbol}>{symbolText(fill.symbol, trade.underlying)}</span>
          ),
        },
        { name: 'Side', cell: (fill) => fill.side },
        { name: 'Quantity', head: 'Qty', numeric: true, cell: (fill) => qty(fill.qty) },
        { name: 'Price', numeric: true, cell: (fill) => unitPrice(fill.price) },
        {
          name: 'Realized',
          numeric: true,
          cell: (fill) => (fill.effect === 'open' ? '' : <Pl value={fill.realized_pl} />),
        },
      ]}
    />
  )
}

function Fees({ trade }: { trade: TradeDetail }) {
  return (
    <Table
      caption="Fees"
      rows={trade.fees_detail}
      keyOf={(fee) => fee.activity_id}
      columns={[
        { name: 'Day', sort: (fee) => fee.trading_day, cell: (fee) => date(fee.trading_day) },
        { name: 'Kind', sort: (fee) => fee.kind, cell: (fee) => fee.kind ?? 'not named' },
        {
          name: 'Amount',
          numeric: true,
          sort: (fee) => fee.amount,
          cell: (fee) => money(fee.amount),
        },
      ]}
    />
  )
}
