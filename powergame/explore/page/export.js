// Taking the scenario along: as YAML, as a command, as a link.

import { make } from "./dom.js";

export class Export {
  /** `say(text)` tells what has been copied. */
  constructor(say) {
    this.say = say;
    this.command = make("code");
    this.yaml = make("code");
    this.written = null;
    this.copied = this.button("Copy link", () => location.href);
    const text = (title, code) =>
      make("div.text", {}, make("div.texthead", {}, make("h4", {}, title), this.button("Copy", () => code.textContent, title)),
        make("pre", { tabindex: 0, role: "group", "aria-label": title }, code));
    this.element = make("section.card.export", { "aria-label": "Take it with you" },
      make("div.texthead", {}, make("h3", {}, "Take it with you"), this.copied),
      text("As a command", this.command),
      make("details", {}, make("summary", {}, "As a scenario file"), text("YAML", this.yaml)));
    this.element.classList.add("waits");
  }

  show({ command, yaml }) {
    this.command.textContent = command;
    this.yaml.textContent = yaml;
    this.element.classList.remove("waits");
    this.element.querySelectorAll("button").forEach((button) => (button.disabled = false));
  }

  /** Something moved: what is written here is not what is shown, until that has been written down again. */
  wait() {
    this.element.classList.add("waits");
    this.element.querySelectorAll("button").forEach((button) => (button.disabled = true));
  }

  button(label, text, what = "") {
    const button = make("button", { type: "button", "aria-label": what ? `${label} ${what}` : label }, label);
    button.addEventListener("click", () => this.copy(text(), button, label));
    return button;
  }

  async copy(text, button, label) {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
      this.say("Copied.");
    } catch {
      button.textContent = "Not allowed";
      this.say("The browser did not allow copying; select the text instead.");
    }
    setTimeout(() => (button.textContent = label), 1500);
  }
}
