// Security keys: asks the browser what the form's data say, and sends its answer in the form (W3C Web Authentication).
// Without this script the form stays hidden, and the code of an app is given instead.
"use strict";
(() => {
  const form = document.querySelector("form[data-security-key]");
  if (!form || !window.PublicKeyCredential) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const named = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const asked = JSON.parse(form.dataset.securityKey).publicKey;
  asked.challenge = bytes(asked.challenge);
  asked.excludeCredentials = named(asked.excludeCredentials);
  asked.allowCredentials = named(asked.allowCredentials);
  const isNew = Boolean(asked.user);
  if (isNew) asked.user.id = bytes(asked.user.id);

  const answered = (credential) => {
    const said = { clientDataJSON: text(credential.response.clientDataJSON) };
    if (isNew) {
      said.attestationObject = text(credential.response.attestationObject);
    } else {
      said.authenticatorData = text(credential.response.authenticatorData);
      said.signature = text(credential.response.signature);
    }
    const id = text(credential.rawId);
    return JSON.stringify({ id, rawId: id, type: credential.type, response: said, clientExtensionResults: {} });
  };

  const trouble = form.querySelector("[data-security-key-trouble]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      const options = { publicKey: asked };
      const credential = await (isNew ? navigator.credentials.create(options) : navigator.credentials.get(options));
      form.elements.answer.value = answered(credential);
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
  form.hidden = false;
  const missing = document.querySelector("[data-security-key-missing]");
  if (missing) missing.hidden = true;
})();
