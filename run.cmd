@echo off
rem Sets up what is missing and says so, then opens the program or does what is asked; "run help" lists it.
setlocal EnableExtensions
set "here=%~dp0"
set "python=%here%.venv\Scripts\python.exe"
rem Chinese leaves the program as UTF-8 also when its output goes into a file.
set "PYTHONUTF8=1"

set "verb=%~1"
set "first=%~2"
set "rest="
set "more="
:collect
shift /1
if "%~1"=="" goto collected
if defined rest set more=%more% %1
set rest=%rest% %1
goto collect
:collected

if /i "%verb%"=="help" goto usage
if /i "%verb%"=="setup" goto setup
if /i "%verb%"=="test" goto test
if /i "%verb%"=="demo" goto demo
if /i "%verb%"=="bundle" goto bundle

call :set_up requirements.txt
if errorlevel 1 exit /b 1
"%python%" "%here%main.py" %*
exit /b %errorlevel%

:setup
call :set_up requirements.txt
if errorlevel 1 exit /b 1
echo run: all is set up
exit /b 0

:demo
call :set_up requirements.txt
if errorlevel 1 exit /b 1
if not defined rest set rest=--out "%here%demo"
"%python%" "%here%main.py" demo %rest%
exit /b %errorlevel%

:test
call :set_up requirements.txt
if errorlevel 1 exit /b 1
call :set_up requirements-dev.txt
if errorlevel 1 exit /b 1
cd /d "%here%"
if not defined rest goto everything
if /i "%first%"=="life" goto life
"%python%" -m pytest %rest%
exit /b %errorlevel%
:life
rem The stories, the vectors, the checks and the model, without lint, types and screens.
"%python%" -m pytest -q -n %NUMBER_OF_PROCESSORS% --dist loadfile -m life tests/counter %more%
exit /b %errorlevel%
:everything
rem Every check runs, also after one has failed.
set "failed=0"
echo run: lint
"%python%" -m ruff check .
if not "%errorlevel%"=="0" set "failed=1"
echo run: format
"%python%" -m ruff format --check .
if not "%errorlevel%"=="0" set "failed=1"
echo run: types
"%python%" -m mypy counter forms main.py
if not "%errorlevel%"=="0" set "failed=1"
echo run: tests
"%python%" -m pytest -q -n %NUMBER_OF_PROCESSORS% --dist loadfile --no-loadscope-reorder
if not "%errorlevel%"=="0" set "failed=1"
if "%failed%"=="1" echo run: a check has failed; see above
exit /b %failed%

:bundle
call :set_up requirements.txt
if errorlevel 1 exit /b 1
call :set_up requirements-dev.txt
if errorlevel 1 exit /b 1
cd /d "%here%"
"%python%" -m PyInstaller --noconfirm --log-level WARN packaging\counter.spec
if errorlevel 1 exit /b 1
set "COUNTER_SMOKE=1"
dist\counter\counter.exe
if errorlevel 1 exit /b 1
echo run: the program stands in dist\counter
exit /b 0

:usage
echo run                 open the program
echo run test [ARG...]   run every check; with arguments, only pytest with these
echo run test life       the life of a case alone: its stories, the clocks, the checks of acceptance, the model
echo run demo [ARG...]   sample families from application to letters, into the folder demo
echo run setup           only set up what is missing
echo run bundle          build the one-folder program in dist\counter
echo run COMMAND ARG...  a command of main.py: check, match, accept, queue ...
exit /b 0

rem The environment, then the packages of the list named; the copy kept in the environment says what was installed last.
:set_up
if not exist "%python%" goto environment
"%python%" -c "import pip" >nul 2>nul
if not errorlevel 1 goto packages
:environment
set "base="
for %%v in (3.11 3.12 3.13 3.14) do if not defined base call :try py -%%v
if not defined base call :try python
if not defined base (
    echo run: Python 3.11 or newer is needed; install it for this user and run this again. 1>&2
    exit /b 1
)
echo run: making the Python environment in .venv with %base% 1>&2
%base% -m venv --clear "%here%.venv"
if errorlevel 1 exit /b 1
:packages
if not exist "%here%.venv\%~1" goto install
fc /b "%here%%~1" "%here%.venv\%~1" >nul 2>nul
if not errorlevel 1 exit /b 0
:install
echo run: installing the Python packages of %~1 (some minutes the first time) 1>&2
"%python%" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "%here%%~1"
if errorlevel 1 exit /b 1
copy /y "%here%%~1" "%here%.venv\%~1" >nul
if errorlevel 1 exit /b 1
exit /b 0

rem Is this a Python that is new enough and can make an environment?
:try
%* -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 set "base=%*"
exit /b 0
