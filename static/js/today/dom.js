// Making elements and taking presses. No markup is ever parsed from text.

/**
 * @param {string} tag
 * @param {Record<string, any>} [props] attributes; `text` is the content, `act` names what a press does
 * @param {...(Node|string|null|false|undefined)} children
 * @returns {any} the element, whatever kind it is
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "text") element.textContent = value ?? "";
    else if (name === "act") element.dataset.act = value;
    else element.setAttribute(name, value);
  }
  element.append(.../** @type {(Node|string)[]} */ (children.filter(Boolean)));
  return element;
}

/**
 * Whether the finger that was just lifted has acted. The click that the browser sends after it may land on whatever
 * has appeared under the finger since, so it must not act again, on this screen or on a sheet that opened over it.
 */
let taken = false;

/** How far a finger may drift out of what it pressed, in px. */
const DRIFT = 12;

/**
 * Calls `act` with the pressed `[data-act]` element when the finger is lifted inside it. Keyboards and assistive
 * technology arrive as a click without a pointer.
 * @param {HTMLElement} root
 * @param {(name: string, element: HTMLElement) => void} act
 */
export function onPress(root, act) {
  /** @type {{id: number, element: HTMLElement}|null} */
  let down = null;
  const target = (event) => event.target instanceof Element && event.target.closest("[data-act]");
  const fire = (element) => {
    if (!element.disabled && element.isConnected) act(element.dataset.act ?? "", element);
  };
  root.addEventListener("pointerdown", (event) => {
    const element = target(event);
    taken = false;
    down = element && event.button === 0 ? { id: event.pointerId, element } : null;
  });
  root.addEventListener("pointercancel", () => { down = null; });
  root.addEventListener("pointerup", (event) => {
    if (!down || down.id !== event.pointerId) return;
    const { element } = down;
    const box = element.getBoundingClientRect();
    down = null;
    const drift = (at, start, size) => Math.max(start - at, at - start - size);
    if (Math.max(drift(event.clientX, box.x, box.width), drift(event.clientY, box.y, box.height)) > DRIFT) return;
    taken = true;
    fire(element);
  });
  root.addEventListener("click", (event) => {
    if (taken && event.detail > 0) {
      event.preventDefault();
      return;
    }
    const element = target(event);
    if (element) fire(element);
  });
}
