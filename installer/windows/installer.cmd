@echo off
rem Installe relance-xl pour cet utilisateur, sans reseau ni droits, depuis les fichiers de ce dossier.
chcp 65001 >nul
setlocal
cd /d "%~dp0"
set UV_OFFLINE=1
set UV_NO_CACHE=1
set UV_PYTHON_DOWNLOADS=never
set PY=%~dp0python\python.exe
if not exist "%PY%" set PY=3.12
uv.exe venv --clear --python "%PY%" "%~dp0programme"
if errorlevel 1 goto python
uv.exe pip install --python "%~dp0programme\Scripts\python.exe" --no-index --find-links "%~dp0wheels" relance-xl
if errorlevel 1 goto paquets
"%~dp0programme\Scripts\relance-xl.exe" diagnostic
exit /b 0
:python
echo Python 3.12 manque sur cet ordinateur. Attendu : Python 3.12 (64 bits), puis installer.cmd de nouveau.
exit /b 3
:paquets
echo L'installation n'a pas pu se faire depuis le dossier "wheels". Attendu : le dossier complet de l'installation.
exit /b 3
