/* Signing in the browser through NCALayer, where it is installed. Without it, and without this file, a signature is uploaded. */
"use strict";

const signing = document.getElementById("signing");

/* The bytes that are signed are those of the file whose hash the page shows. */
async function documentToSign() {
  const bytes = await (await fetch(signing.dataset.file)).arrayBuffer();
  const hash = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((one) => one.toString(16).padStart(2, "0")).join("");
  if (hash !== signing.dataset.hash) throw new Error(signing.dataset.changed);
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",", 2)[1]);
    reader.onerror = () => reject(new Error(signing.dataset.failed));
    reader.readAsDataURL(new Blob([bytes]));
  });
}

/* NCALayer greets with its version, then answers each request once; it asks for the key and the password itself. */
function signatureOf(base64) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(signing.dataset.layer);
    const request = { module: "kz.gov.pki.knca.commonUtils", method: "createCMSSignatureFromBase64", args: ["PKCS12", "SIGNATURE", base64, false] };
    socket.onopen = () => socket.send(JSON.stringify(request));
    socket.onclose = socket.onerror = () => reject(new Error(signing.dataset.absent));
    socket.onmessage = (event) => {
      const said = JSON.parse(event.data);
      if (said.result && said.result.version) return;
      if (String(said.code) === "200" && said.responseObject) resolve(said.responseObject);
      else reject(new Error(signing.dataset.failed));
      socket.close();
    };
  });
}

if (signing) {
  const agreed = document.getElementById("f-agreed"), button = signing.querySelector("[data-sign]"), said = signing.querySelector("[data-said]");
  signing.hidden = false;
  signing.querySelector("[data-read]").addEventListener("click", () => { agreed.disabled = false; });
  agreed.addEventListener("change", () => { button.disabled = !agreed.checked; });
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = "";
    try {
      const made = new DataTransfer();
      made.items.add(new File([await signatureOf(await documentToSign())], "signature.p7s"));
      document.getElementById("f-signature").files = made.files;
      document.getElementById("add-form").requestSubmit();
    } catch (error) {
      said.textContent = error.message;
      button.disabled = !agreed.checked;
    }
  });
}
