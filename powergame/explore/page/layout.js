// How arrows of many dimensions are laid on the page: at first as the pictures have them, then so that they stay near
// to where they were. Of two arrows, the one that is not turned by hand stays where it is.

export function angleOf([x, y]) {
  return (Math.atan2(y, x) * 180) / Math.PI;
}

// each axis as it is or turned over, both where they are or in each other's place
const TURNS = [[1, 0, 0, 1], [1, 0, 0, -1], [-1, 0, 0, 1], [-1, 0, 0, -1], [0, 1, 1, 0], [0, 1, -1, 0], [0, -1, 1, 0],
  [0, -1, -1, 0]];

export class ArrowLayout {
  constructor() {
    this.tips = null; // as they were laid last
    this.kept = null; // of two arrows the one that stays, once the other one has been turned
    this.degrees = 0; // where it points
    this.side = 0; // 1 where the second arrow is to the left of the first, -1 to its right, 0 as it comes
  }

  /** Keep an arrow where it is. */
  hold(kept, degrees) {
    this.kept = kept;
    this.degrees = degrees;
    this.side ||= side(this.tips);
  }

  /** Let arrow i be `apart` degrees from the other, on that side. */
  look(i, apart) {
    if (apart !== 0 && Math.abs(apart) !== 180) this.side = apart > 0 === (i === 1) ? 1 : -1;
  }

  placed(tips) {
    this.tips = this.kept === null ? this.near(tips) : this.beside(tips);
    return this.tips;
  }

  /** The principal directions may turn over, or change places, while something is moved: undo that. */
  near(tips) {
    if (!this.tips) return tips;
    const laid = TURNS.map(([a, b, c, d]) => tips.map(([x, y]) => [a * x + b * y, c * x + d * y]));
    const alike = laid.map((one) => one.reduce((sum, [x, y], i) => sum + x * this.tips[i][0] + y * this.tips[i][1], 0));
    return laid[alike.indexOf(Math.max(...alike))];
  }

  beside(tips) {
    const flat = side(tips) === -this.side ? tips.map(([x, y]) => [x, -y]) : tips;
    const turn = ((this.degrees - angleOf(flat[this.kept])) * Math.PI) / 180;
    const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
    return flat.map(([x, y]) => [x * cosine - y * sine, x * sine + y * cosine]);
  }
}

function side([[ax, ay], [bx, by]]) {
  return Math.sign(ax * by - ay * bx);
}
