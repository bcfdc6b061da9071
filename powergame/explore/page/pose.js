// How two arrows of many dimensions are laid on the page. Only the angle between them is given; which way they point,
// and which of them lies on which side, is kept from move to move, so that the one that is not turned stays.

export function angleOf([x, y]) {
  return (Math.atan2(y, x) * 180) / Math.PI;
}

export class Pose {
  constructor() {
    this.kept = 0; // the arrow that stays
    this.degrees = 0; // where it points
    this.mirrored = false;
  }

  /** Keep an arrow where it is. */
  hold(kept, degrees) {
    this.kept = kept;
    this.degrees = degrees;
  }

  /** Let arrow i be `apart` degrees from the other, on that side. */
  look(i, apart) {
    if (apart !== 0 && Math.abs(apart) !== 180) this.mirrored = apart > 0 === (i === 0);
  }

  /** Lay two tips, the first along the first axis and the second not below it, as they were. */
  placed(tips) {
    const flat = this.mirrored ? tips.map(([x, y]) => [x, -y]) : tips;
    const turn = ((this.degrees - angleOf(flat[this.kept])) * Math.PI) / 180;
    const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
    return flat.map(([x, y]) => [x * cosine - y * sine, x * sine + y * cosine]);
  }
}
