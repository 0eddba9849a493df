#!/bin/sh
# Installe relance-xl pour cet utilisateur (Linux, macOS) : sh installer.sh relance_xl-VERSION-py3-none-any.whl
# Par uv s'il est là, sinon dans un environnement à part, par le Python du système.
set -eu
paquet=${1:-}
if [ ! -f "$paquet" ]; then
  echo "« $paquet » : ce fichier est introuvable. Attendu : le chemin de relance_xl-VERSION-py3-none-any.whl." >&2
  exit 3
fi
if command -v uv >/dev/null; then
  uv tool install --force "$paquet"
  programme=$(uv tool dir --bin)/relance-xl
else
  dossier=${XDG_DATA_HOME:-$HOME/.local/share}/relance-xl/programme
  if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 ou plus récent manque. Attendu : ce Python, ou uv." >&2
    exit 3
  fi
  python3 -m venv --clear "$dossier"
  "$dossier/bin/python" -m pip install --quiet --disable-pip-version-check "$paquet"
  mkdir -p "$HOME/.local/bin"
  programme=$HOME/.local/bin/relance-xl
  ln -sf "$dossier/bin/relance-xl" "$programme"
fi
echo "relance-xl est installé : $programme"
exec "$programme" diagnostic
