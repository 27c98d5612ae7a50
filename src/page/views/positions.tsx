import type { Position, Reconciliation } from '../../client/index.js'
import { chosenAccount } from '../data/account'
import { api } from '../data/api'
import { date, money, percent, plural, qty, unitPrice, words } from '../data/format'
import { useLoad } from '../data/load'
import { place } from '../data/place'
import { symbolText } from '../data/symbol'
import { Panel, Pl } from '../parts/figures'
import { Filters, filterValues, Pager, TextFilter } from '../parts/filters'
import { Link } from '../parts/link'
import { Empty, Shown } from '../parts/states'
import { Table } from '../parts/table'
import { ProofState } from './overview'

const FILTERS = ['underlying'] as const

export function Positions() {
  const account = chosenAccount.value
  const filter = filterValues(FILTERS)
  const cursor = place.value.query.get('cursor') ?? undefined
  const positions = useLoad(`/positions ${account} ${filter.underlying} ${cursor}`, (signal) =>
    api.get('/positions', { query: { ...filter, account, cursor, limit: 200 }, signal }),
  )
  const reconciliation = useLoad(`/reconciliation ${account}`, (signal) =>
    api.get('/reconciliation', { query: { account }, signal }),
  )
  return (
    <>
      <h1>Positions</h1>
      <Filters names={FILTERS}>
        <TextFilter name="underlying" label="Underlying" placeholder="any" upper />
      </Filters>
      <Shown of={positions} rows={10}>
        {({ positions: rows, next_cursor }) =>
          rows.length === 0 ? (
            <Empty>No position is open.</Empty>
          ) : (
            <>
              <OpenPositions rows={rows} isBusy={positions.isLoading} />
              <Pager next={next_cursor} shown={rows.length} noun="positions" />
            </>
          )
        }
      </Shown>
      <Shown of={reconciliation} rows={10}>
        {(data) => (
          <div class="columns even">
            <Panel title="Proof of the equity" aside={<ProofState of={data.state} />}>
              <Proof of={data} />
            </Panel>
            <Panel title="Reconciliation" aside={<span class="dim">broker and ledger</span>}>
              <Symbols of={data} />
            </Panel>
          </div>
        )}
      </Shown>
    </>
  )
}

function OpenPositions({ rows, isBusy }: { rows: Position[]; isBusy: boolean }) {
  return (
    <Table
      caption="Open positions"
      rows={rows}
      keyOf={(row) => row.id}
      isBusy={isBusy}
      columns={[
        {
          name: 'Position',
          sort: (row) => row.symbol,
          cell: (row) => <b title={row.symbol}>{symbolText(row.symbol)}</b>,
        },
        { name: 'Side', from: 'tablet', sort: (row) => row.side, cell: (row) => row.side },
        {
          name: 'Quantity',
          head: 'Qty',
          numeric: true,
          sort: (row) => row.qty,
          cell: (row) => qty(row.qty),
        },
        {
          name: 'Expiry',
          from: 'desk',
          sort: (row) => row.expiry_date,
          cell: (row) => date(row.expiry_date),
        },
        {
          name: 'Entry price',
          numeric: true,
          from: 'desk',
          cell: (row) => unitPrice(row.avg_entry_price),
        },
        {
          name: 'Price',
          numeric: true,
          from: 'tablet',
          cell: (row) => unitPrice(row.current_price),
        },
        {
          name: 'Market value',
          head: 'Value',
          numeric: true,
          from: 'tablet',
          sort: (row) => row.market_value,
          cell: (row) => money(row.market_value),
        },
        {
          name: 'Unrealized P/L',
          head: 'Unrealized',
          numeric: true,
          sort: (row) => row.unrealized_pl,
          cell: (row) => <Pl value={row.unrealized_pl} why="A price is missing." />,
        },
        {
          name: 'Unrealized in percent',
          head: '%',
          numeric: true,
          from: 'desk',
          sort: (row) => row.unrealized_plpc,
          cell: (row) => percent(row.unrealized_plpc),
        },
        {
          name: 'Trade',
          cell: (row) =>
            row.trade_id === null ? (
              <span class="dim">none</span>
            ) : (
              <Link
                to={`/trades/${row.trade_id}`}
                label={`The trade that holds ${symbolText(row.symbol)}`}
              >
                Trade
              </Link>
            ),
        },
      ]}
    />
  )
}

/** The equation of the proof, each amount on a line. */
function Proof({ of: { proof, differences, state } }: { of: Reconciliation }) {
  if (state === null) return <Empty>Nothing was compared yet.</Empty>
  const lines: [name: string, amount: number | null, sign: string][] = [
    ['Net deposits', proof.net_deposits, ''],
    ['Realized P/L', proof.realized_pl, '+'],
    ['Unrealized P/L', proof.unrealized_pl, '+'],
    ['Dividends', proof.dividends, '+'],
    ['Interest', proof.interest, '+'],
    ...Object.entries(proof.other).map(([type, amount]): [string, number, string] => [
      `Other: ${type}`,
      Number(amount),
      '+',
    ]),
    ['Fees', proof.fees, '−'],
    ['Difference', proof.difference, '+'],
    ['Equity at the broker', proof.equity, '='],
  ]
  return (
    <>
      <table class="proof">
        <caption class="hidden">What the equity is made of</caption>
        <tbody>
          {lines.map(([name, amount, sign]) => (
            <tr key={name} class={sign === '=' ? 'sum' : undefined}>
              <td aria-hidden="true">{sign}</td>
              <th scope="row">{name}</th>
              <td class="num">{money(amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {differences.length > 0 && (
        <ul class="plain">
          {differences.map((one) => (
            <li key={`${one.symbol} ${one.activity_id} ${one.cause} ${one.amount}`}>
              {one.symbol ? symbolText(one.symbol) : 'Cash'} {money(one.amount)}: {one.cause}
              {one.settles_by && `, until ${date(one.settles_by)}`}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Symbols({ of: { symbols, cash, unbooked } }: { of: Reconciliation }) {
  // Differences first: they are why one looks.
  const rows = symbols.toSorted((a, b) => Number(b.difference !== 0) - Number(a.difference !== 0))
  const differing = rows.filter(({ difference }) => difference !== 0).length
  return (
    <>
      <p class={differing > 0 ? 'warn' : 'dim'}>
        {differing > 0
          ? `${plural(differing, 'symbol differs', 'symbols differ')}.`
          : 'Every symbol agrees.'}{' '}
        {cash.difference === null
          ? 'The cash is unknown.'
          : cash.difference === 0
            ? 'The cash agrees.'
            : `The cash differs by ${money(cash.difference)}${cash.cause ? `: ${cash.cause}` : ''}.`}
      </p>
      <Table
        caption="Quantities at the broker and in the ledger"
        rows={rows}
        keyOf={(row) => `${row.account_id} ${row.symbol}`}
        rowClass={(row) => (row.difference === 0 ? undefined : 'differs')}
        columns={[
          {
            name: 'Symbol',
            cell: ({ symbol, cause, settles_by: until }) => (
              <>
                <span title={symbol}>{symbolText(symbol)}</span>
                {cause && (
                  <small class="line">
                    {cause}
                    {until && `, until ${date(until)}`}
                  </small>
                )}
              </>
            ),
          },
          { name: 'Broker', numeric: true, cell: (row) => qty(row.broker_qty) },
          {
            name: 'Ledger',
            numeric: true,
            // Three quantities of coins are wider than a phone.
            from: 'tablet',
            cell: (row) => qty(row.ledger_qty),
          },
          { name: 'Difference', numeric: true, cell: (row) => qty(row.difference) },
        ]}
      />
      {unbooked.length > 0 && (
        <Table
          caption="Activities that the ledger does not book"
          rows={unbooked}
          keyOf={(row) => row.activity_id}
          columns={[
            { name: 'Not booked', cell: (row) => `${row.activity_type} ${row.symbol ?? ''}` },
            { name: 'Date', cell: (row) => date(row.date) },
            { name: 'Amount', numeric: true, cell: (row) => money(row.net_amount) },
            { name: 'Reason', cell: (row) => words(row.reason) },
          ]}
        />
      )}
    </>
  )
}
