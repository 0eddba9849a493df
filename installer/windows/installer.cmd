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
rem Un programme qui ne demarre pas rend un code negatif, que "if errorlevel 1" prendrait pour une reussite.
uv.exe venv --clear --python "%PY%" "%~dp0programme"
if not "%errorlevel%"=="0" goto python
uv.exe pip install --python "%~dp0programme\Scripts\python.exe" --no-index --find-links "%~dp0wheels" "relance-xl[oauth]"
if not "%errorlevel%"=="0" goto paquets
"%~dp0programme\Scripts\relance-xl.exe" --version
if not "%errorlevel%"=="0" goto paquets
copy /y "%~dp0kit.txt" "%~dp0programme\kit.txt" >nul
"%~dp0programme\Scripts\relance-xl.exe" diagnostic
exit /b 0
:python
echo Python 3.12 manque sur cet ordinateur, ou la fenetre des relances est ouverte. Attendu : Python 3.12 (64 bits), la fenetre fermee, puis installer.cmd de nouveau.
exit /b 3
:paquets
echo L'installation n'a pas pu se faire depuis le dossier "wheels". Attendu : le dossier complet de l'installation.
exit /b 3
