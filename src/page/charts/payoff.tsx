import { useSignal } from '@preact/signals'
import type { PayoffKnot, TradeRisk } from '../../client/index.js'
import { shortMoney, signedMoney, unitPrice } from '../data/format'
import { Pl } from '../parts/figures'
import { Behind, Table } from '../parts/table'
import { line, linear, type Scale, ticks } from './scale'
import { pointerAt, useWidth } from './width'

const HEIGHT = 250
const TOP = 22
const BOTTOM = 30
const LEFT = 54
const RIGHT = 12

interface PayoffProps {
  risk: TradeRisk
  /** The price of the underlying now, where it is known. */
  price: number | null
  underlying: string
}

/** Profit and loss at expiry by the price of the underlying. */
export function PayoffChart({ risk, price, underlying }: PayoffProps) {
  const [ref, width] = useWidth()
  return (
    <>
      <div class="chart payoff" ref={ref}>
        {width > 0 && <Payoff risk={risk} price={price} underlying={underlying} width={width} />}
      </div>
      <Behind name="Payoff">
        <Table
          caption={`Profit or loss at expiry by the price of ${underlying}`}
          rows={risk.knots}
          keyOf={(knot) => String(knot.price)}
          columns={[
            { name: `Price of ${underlying}`, cell: (knot) => unitPrice(knot.price) },
            { name: 'P/L at expiry', numeric: true, cell: (knot) => <Pl value={knot.pl} /> },
          ]}
        />
      </Behind>
    </>
  )
}

/** The value of the line at a price; beyond the last knot the line goes on. */
export function payoffAt(knots: readonly PayoffKnot[], price: number): number {
  const next = knots.findIndex((knot) => knot.price >= price)
  const index = next === -1 ? knots.length - 1 : Math.max(1, next)
  const [a, b] = [knots[index - 1], knots[index]]
  if (!a || !b) return knots[0]?.pl ?? 0
  return linear([a.price, b.price], [a.pl, b.pl])(price)
}

/** The part of the line that is worth a look: around the kinks, the break-evens and the price. */
function shownRange({ knots, breakevens }: TradeRisk, price: number | null): [number, number] {
  const kinks = knots.slice(1, -1).map((knot) => knot.price)
  const marks = [...kinks, ...breakevens, ...(price === null ? [] : [price])]
  if (marks.length === 0) marks.push(knots.at(-1)?.price ?? 1)
  const low = Math.min(...marks)
  const high = Math.max(...marks)
  const margin = Math.max((high - low) * 0.35, high * 0.04, 0.01)
  return [Math.max(0, low - margin), high + margin]
}

function pointsWithin(
  knots: readonly PayoffKnot[],
  [from, to]: readonly [number, number],
): PayoffKnot[] {
  const inside = knots.filter(({ price }) => price > from && price < to)
  return [
    { price: from, pl: payoffAt(knots, from) },
    ...inside,
    { price: to, pl: payoffAt(knots, to) },
  ]
}

function Payoff({ risk, price, underlying, width }: PayoffProps & { width: number }) {
  const at = useSignal<number | null>(null)
  const range = shownRange(risk, price)
  const points = pointsWithin(risk.knots, range)
  const low = Math.min(0, ...points.map(({ pl }) => pl))
  const high = Math.max(0, ...points.map(({ pl }) => pl))
  const pad = (high - low || 1) * 0.08
  const height = TOP + HEIGHT + BOTTOM
  const x = linear(range, [LEFT, width - RIGHT])
  const y = linear([low - pad, high + pad], [TOP + HEIGHT, TOP])
  const path = line(points.map((point) => [x(point.price), y(point.pl)]))
  const area = `${path}V${y(0)}H${x(range[0])}Z`
  const strikes = risk.knots
    .slice(1, -1)
    .filter(({ price: strike }) => !risk.breakevens.includes(strike))

  return (
    <svg
      role="img"
      aria-label={describe(risk, price, underlying)}
      viewBox={`0 0 ${width} ${height}`}
      onPointerMove={(event) => {
        const inside = Math.min(Math.max(pointerAt(event, width), LEFT), width - RIGHT)
        at.value = linear([LEFT, width - RIGHT], range)(inside)
      }}
      onPointerLeave={() => {
        at.value = null
      }}
    >
      <clipPath id="gain">
        <rect x="0" y="0" width={width} height={y(0)} />
      </clipPath>
      <clipPath id="loss">
        <rect x="0" y={y(0)} width={width} height={Math.max(0, height - y(0))} />
      </clipPath>
      {ticks(low - pad, high + pad, 5).map((value) => (
        <g key={value}>
          <line class="grid" x1={LEFT} x2={width - RIGHT} y1={y(value)} y2={y(value)} />
          <text class="axis" x={LEFT - 8} y={y(value) + 4} text-anchor="end">
            {shortMoney(value)}
          </text>
        </g>
      ))}
      {ticks(range[0], range[1], width < 480 ? 4 : 8).map((value) => (
        <text key={value} class="axis" x={x(value)} y={height - 8} text-anchor="middle">
          {unitPrice(value).replace(/\.00$/, '')}
        </text>
      ))}
      <g clip-path="url(#gain)">
        <path class="area up" d={area} />
        <path class="curve up" d={path} />
      </g>
      <g clip-path="url(#loss)">
        <path class="area down" d={area} />
        <path class="curve down" d={path} />
      </g>
      <line class="zero" x1={LEFT} x2={width - RIGHT} y1={y(0)} y2={y(0)} />
      {strikes.map((knot) => (
        <circle key={knot.price} class="kink" cx={x(knot.price)} cy={y(knot.pl)} r="2.5" />
      ))}
      {risk.breakevens.map((one) => (
        <g key={one} class="breakeven">
          <circle cx={x(one)} cy={y(0)} r="4" />
          <text x={x(one)} y={y(0) - 9} text-anchor="middle">
            {unitPrice(one)}
          </text>
        </g>
      ))}
      {price !== null && <Now price={price} x={x} width={width} bottom={TOP + HEIGHT} />}
      {at.value !== null && (
        <g class="cursor">
          <line x1={x(at.value)} x2={x(at.value)} y1={TOP} y2={TOP + HEIGHT} />
          <circle cx={x(at.value)} cy={y(payoffAt(risk.knots, at.value))} r="4" />
          <text
            x={x(at.value) + (x(at.value) > width / 2 ? -8 : 8)}
            y={TOP + HEIGHT - 6}
            text-anchor={x(at.value) > width / 2 ? 'end' : 'start'}
          >
            {`${unitPrice(Math.round(at.value * 100) / 100)}: ${signedMoney(payoffAt(risk.knots, at.value))}`}
          </text>
        </g>
      )}
    </svg>
  )
}

function Now(props: { price: number; x: Scale; width: number; bottom: number }) {
  const { price, x, width, bottom } = props
  const at = x(price)
  return (
    <g class="now">
      <line x1={at} x2={at} y1={TOP} y2={bottom} />
      <text x={Math.min(Math.max(at, LEFT + 30), width - 40)} y={TOP - 8} text-anchor="middle">
        {`now ${unitPrice(price)}`}
      </text>
    </g>
  )
}

/** What the picture shows, as a sentence. */
function describe(risk: TradeRisk, price: number | null, underlying: string): string {
  const { max_profit, max_loss, breakevens } = risk
  const parts = [
    `Payoff at expiry by the price of ${underlying}`,
    `maximum profit ${max_profit === null ? 'unlimited' : signedMoney(max_profit)}`,
    `maximum loss ${max_loss === null ? 'unlimited' : signedMoney(max_loss)}`,
    breakevens.length === 0
      ? 'no break-even'
      : `break-even at ${breakevens.map(unitPrice).join(' and ')}`,
    ...(price === null ? [] : [`price now ${unitPrice(price)}`]),
  ]
  return parts.join(', ')
}
