// Opens Connect in a page of yours, as an overlay: <nabe-connect> and NabeConnect.open(). No dependencies.
//
// The page inside is framed from the server that this script comes from. It is shown only if that server's project
// allows your page's origin. Messages count only if they come from that frame and that origin.
"use strict";

(() => {
  const script = document.currentScript;
  const home = script ? new URL(script.src).origin : location.origin;
  /** How long a loaded page may take to answer, in milliseconds. */
  const PATIENCE = 5_000;

  function open({ token, baseUrl = home, language, onSuccess, onClose, onError } = {}) {
    if (!token) throw new TypeError("NabeConnect.open needs a token: make a connect session on your server");
    const origin = new URL(baseUrl, location.href).origin;
    const address = new URL(`/connect/${encodeURIComponent(token)}`, origin);
    if (language) address.searchParams.set("lang", language);

    const overlay = document.createElement("dialog");
    overlay.setAttribute("aria-label", "Connect");
    Object.assign(overlay.style, {
      width: "min(76rem, 96vw)", height: "min(56rem, 94vh)", padding: "0", border: "0", borderRadius: "12px", overflow: "hidden",
    });
    const frame = document.createElement("iframe");
    frame.title = "Connect";
    frame.referrerPolicy = "no-referrer";
    frame.allow = "clipboard-read; clipboard-write";
    Object.assign(frame.style, { width: "100%", height: "calc(100% - 44px)", border: "0", display: "block" });
    const bar = document.createElement("div");
    Object.assign(bar.style, { height: "44px", textAlign: "right", background: "Canvas" });
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "\u00d7";
    button.setAttribute("aria-label", "Close");
    Object.assign(button.style, {
      margin: "6px 10px", width: "32px", height: "32px", padding: "0", font: "22px/1 system-ui, sans-serif",
      border: "1px solid", borderRadius: "50%", background: "Canvas", color: "CanvasText", cursor: "pointer",
    });
    bar.append(button);
    overlay.append(bar, frame);

    let told;
    let waiting;
    const hear = (event) => {
      if (event.source !== frame.contentWindow || event.origin !== origin) return;
      const message = event.data;
      if (message?.type !== "nabe:state") return;
      clearTimeout(waiting);
      if (message.state === "cancelled") {
        overlay.close();
      } else if (message.state === "connected" && told !== "connected") {
        told = "connected";
        onSuccess?.({ id: message.id, provider: message.provider });
      } else if (message.state === "unusable" && told !== "unusable") {
        told = "unusable";
        onError?.({ code: "link_unusable", message: message.message });
      }
    };
    const ask = () => {
      clearTimeout(waiting);
      frame.contentWindow?.postMessage({ type: "nabe:hello" }, origin);
      waiting = setTimeout(() => {
        const message = `The page of ${origin} did not answer. Does its project allow ${location.origin}?`;
        onError?.({ code: "not_shown", message });
      }, PATIENCE);
    };
    const close = () => overlay.close();
    window.addEventListener("message", hear);
    frame.addEventListener("load", ask);
    button.addEventListener("click", close);
    overlay.addEventListener("close", () => {
      clearTimeout(waiting);
      window.removeEventListener("message", hear);
      overlay.remove();
      onClose?.();
    });
    frame.src = address.href;
    document.body.append(overlay);
    overlay.showModal();
    return { close };
  }

  class NabeConnect extends HTMLElement {
    #overlay;

    constructor() {
      super();
      // Without a button of the page's own, there is one.
      const slot = document.createElement("slot");
      const button = document.createElement("button");
      button.type = "button";
      button.part = "button";
      button.textContent = "Connect";
      slot.append(button);
      this.attachShadow({ mode: "open" }).append(slot);
    }

    connectedCallback() {
      this.addEventListener("click", this.open);
      if (this.hasAttribute("open")) this.open();
    }

    disconnectedCallback() {
      this.removeEventListener("click", this.open);
      this.#overlay?.close();
    }

    open = () => {
      if (this.#overlay) return;
      const tell = (name, handler) => (detail) => {
        this.dispatchEvent(new CustomEvent(name, { detail }));
        handler?.(detail);
      };
      this.#overlay = open({
        token: this.getAttribute("token"),
        baseUrl: this.getAttribute("base-url") ?? undefined,
        language: this.getAttribute("language") ?? undefined,
        onSuccess: tell("success", this.onSuccess),
        onError: tell("error", this.onError),
        onClose: () => {
          this.#overlay = undefined;
          tell("close", this.onClose)();
        },
      });
    };
  }

  window.NabeConnect = { open };
  if (!customElements.get("nabe-connect")) customElements.define("nabe-connect", NabeConnect);
})();
