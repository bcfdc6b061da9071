// The live connection: one question at a time for each side, the newest next; older answers never overwrite newer ones.

const WAITS = [300, 1000, 3000];

export class Link {
  /** `hear` has a function for each kind of message, and `lost` and `found` for the connection. */
  constructor(hear) {
    this.hear = hear;
    this.seq = 0;
    this.asked = new Map(); // side -> number of its newest question
    this.heard = new Map(); // side -> number of its newest answer
    this.open = new Map(); // side -> number of the question that is being answered
    this.next = new Map(); // side -> question that waits for that
    this.failures = 0;
    this.connect();
  }

  connect() {
    const url = new URL("live", document.baseURI.replace(/[?#].*$/, ""));
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(url);
    this.socket.addEventListener("message", (event) => this.take(JSON.parse(event.data)));
    this.socket.addEventListener("close", (event) => this.lost(event));
  }

  lost(event) {
    for (const map of [this.open, this.next]) map.clear();
    const wait = WAITS[this.failures++];
    this.hear.lost(event.reason, wait === undefined);
    if (wait !== undefined && event.code !== 1013) setTimeout(() => this.connect(), wait);
  }

  ask(question) {
    if (this.open.has(question.side)) {
      this.next.set(question.side, question);
      return;
    }
    const seq = ++this.seq;
    this.asked.set(question.side, seq);
    this.open.set(question.side, seq);
    document.documentElement.dataset.asked = seq;
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ seq, ...question }));
  }

  take(message) {
    const { kind, seq, side } = message;
    if (kind === "hello") {
      this.failures = 0;
      this.hear.hello(message);
      return;
    }
    const old = seq !== null && seq < (this.heard.get(side) ?? 0);
    if (!old) {
      this.heard.set(side, seq);
      this.hear[kind]?.(message, seq === this.asked.get(side) && !this.next.has(side));
    }
    if (seq === this.open.get(side) && (kind === "answer" || kind === "error")) {
      this.open.delete(side);
      const next = this.next.get(side);
      this.next.delete(side);
      if (next) this.ask(next);
    }
  }
}
