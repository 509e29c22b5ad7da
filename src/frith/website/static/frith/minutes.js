// Saves each item's minutes while they are typed. Without this script every button of the page saves all of them.
// What cannot be saved is kept in this tab until it can be: a lost connection or an ended session loses nothing.
"use strict";

(() => {
  const form = document.querySelector("[data-live-minutes]");
  const status = document.getElementById("saved");
  if (!form || !status || !window.fetch) return;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const WAIT = 1500;

  const keptUnder = (box) => `frith-minutes ${box.dataset.save}`;
  const say = (words) => { status.textContent = words; };
  const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

  for (const box of form.querySelectorAll("textarea[data-save]")) {
    const lock = form.elements[box.name.replace("text-", "lock-")];
    const kept = sessionStorage.getItem(keptUnder(box));
    let stored = box.value;
    let waiting = 0;
    let saving = false;

    const save = async () => {
      if (saving || box.value === stored) return;
      saving = true;
      const text = box.value;
      try {
        const answer = await fetch(box.dataset.save, {
          method: "POST",
          body: new URLSearchParams({ text, lock: lock.value, csrfmiddlewaretoken: token }),
          headers: { "X-CSRFToken": token },
          redirect: "error",
          credentials: "same-origin",
        });
        if (answer.status === 409) {
          say("Somebody else saved this item meanwhile. Press Save: the page will show both texts.");
        } else if (!answer.ok) {
          throw new Error(answer.status);
        } else {
          lock.value = (await answer.json()).lock;
          stored = text;
          sessionStorage.removeItem(keptUnder(box));
          say(`Saved at ${clock()}.`);
        }
      } catch {
        say("Not saved: you are signed out, or the connection is gone. Your typing is kept in this tab. Sign in again in another tab, then go on typing here.");
      }
      saving = false;
      if (box.value !== stored) later();
    };
    const later = () => { clearTimeout(waiting); waiting = setTimeout(save, WAIT); };

    if (kept === box.value) sessionStorage.removeItem(keptUnder(box));
    else if (kept !== null) {
      box.value = kept;
      say("What you had typed and could not be saved is back in its box.");
      later();
    }
    box.addEventListener("input", () => { sessionStorage.setItem(keptUnder(box), box.value); later(); });
    box.addEventListener("blur", save);
    // whoever comes back to an item by keyboard goes on after what stands there; a click then sets its own place
    box.addEventListener("focus", () => box.setSelectionRange(box.value.length, box.value.length), { once: true });
    form.addEventListener("submit", () => clearTimeout(waiting));
  }
})();
