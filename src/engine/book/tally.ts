import { type Causes, NO_CAUSES, withCauses } from '../model/causes'
import { type Decimal, ZERO } from '../model/decimal'

/** Sums over all that was opened and closed of something. Values are price times quantity, without the multiplier. */
export class Tally {
  opened: Decimal = ZERO
  openedValue: Decimal = ZERO
  closed: Decimal = ZERO
  closedValue: Decimal = ZERO
  realized: Decimal = ZERO
  causes: Causes = NO_CAUSES

  add(other: Tally): void {
    this.opened = this.opened.plus(other.opened)
    this.openedValue = this.openedValue.plus(other.openedValue)
    this.closed = this.closed.plus(other.closed)
    this.closedValue = this.closedValue.plus(other.closedValue)
    this.realized = this.realized.plus(other.realized)
    this.causes = withCauses(this.causes, other.causes)
  }

  /** Takes sums out again; causes stay. */
  subtract(other: Tally): void {
    this.opened = this.opened.minus(other.opened)
    this.openedValue = this.openedValue.minus(other.openedValue)
    this.closed = this.closed.minus(other.closed)
    this.closedValue = this.closedValue.minus(other.closedValue)
    this.realized = this.realized.minus(other.realized)
  }

  noteOpened(quantity: Decimal, value: Decimal): void {
    this.opened = this.opened.plus(quantity)
    this.openedValue = this.openedValue.plus(value)
  }

  noteClosed(quantity: Decimal, value: Decimal, realized: Decimal): void {
    this.closed = this.closed.plus(quantity)
    this.closedValue = this.closedValue.plus(value)
    this.realized = this.realized.plus(realized)
  }
}
