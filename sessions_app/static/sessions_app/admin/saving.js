/* Who saves or publishes waits for two things, a moment mostly.
   While Wagtail saves a draft of its own accord: both at once would store twice what is new in the
   form: the page itself, its times, its people. Wagtail's events tell when a draft sets out and how
   it ended.
   While rich text is on its way into the form, which takes its editor 250 milliseconds after every
   change: the last words would be left out. */
(() => {
  const PATIENCE = 15000; // milliseconds; then it is sent all the same
  const SETTLING = 400; // milliseconds after which rich text is in the form
  const WRITING = ['beforeinput', 'input', 'keydown', 'paste', 'cut', 'drop', 'click'];
  let writtenAt = -Infinity; // when somebody did something in rich text
  let saving = null; // the form whose draft is on its way
  let waiting = null; // looks whether it has arrived, for somebody who saves meanwhile
  let leaving = false; // whether a form is being sent for good

  document.addEventListener('w-autosave:save', (event) => {
    if (leaving) {
      event.preventDefault();
      return;
    }
    saving = event.target;
    queueMicrotask(() => {
      if (event.defaultPrevented) saving = null;
    });
  });

  ['success', 'error'].forEach((end) => {
    document.addEventListener(`w-autosave:${end}`, () => {
      saving = null;
    });
  });

  WRITING.forEach((name) => {
    document.addEventListener(
      name,
      (event) => {
        if (event.target.closest?.('.Draftail-Editor')) writtenAt = performance.now();
      },
      true,
    );
  });

  /** Whether something belongs into `form` that is not there yet, or is with the server. */
  const mustWait = (form) =>
    form === saving ||
    (performance.now() < writtenAt + SETTLING && form.querySelector('.Draftail-Editor'));

  /** Send `form` as `submitter` would have; that may be out of reach or out of order by now. */
  const send = (form, submitter) => {
    const named = document.createElement('input');
    named.type = 'hidden';
    if (submitter && submitter.name) {
      named.name = submitter.name;
      named.value = submitter.value;
    }
    form.append(named);
    form.requestSubmit();
    named.remove();
  };

  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target;
      if (mustWait(form)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        if (waiting) return;
        const until = Date.now() + PATIENCE;
        waiting = setInterval(() => {
          if (mustWait(form) && Date.now() < until) return;
          writtenAt = -Infinity;
          clearInterval(waiting);
          waiting = null;
          saving = null;
          send(form, event.submitter);
        }, 50);
      } else if (form.matches('[data-controller~="w-autosave"]')) {
        leaving = true;
        setTimeout(() => {
          leaving = !event.defaultPrevented;
        });
      }
    },
    true,
  );

  // Back from the browser's memory.
  window.addEventListener('pageshow', () => {
    leaving = false;
  });
})();
