"""Questions put to LibreOffice that are answered in one call.

Each object of LibreOffice's that crosses over to Python costs as much as a row of values: thirty columns asked for
their formats one by one take longer than all their cells.  So a few lines of Basic, which LibreOffice runs itself,
look at everything and answer with plain values.  They stand in the application's own library, in memory alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from relance_xl.libreoffice.engine import uno_bridge

_LIBRARY, _MODULE = "RelanceXL", "Questions"
_SCRIPT = f"vnd.sun.star.script:{_LIBRARY}.{_MODULE}.{{}}?language=Basic&location=application"
_BASIC = """\
Option Explicit

Function Areas(ByVal cells As Object, ByVal columns)
    On Error GoTo Failed
    Dim place, one, number As Long, height As Long, several
    several = com.sun.star.beans.PropertyState.AMBIGUOUS_VALUE
    place = cells.RangeAddress
    height = place.EndRow - place.StartRow
    Dim found()
    ReDim found(UBound(columns))
    For number = 0 To UBound(columns)
        one = cells.getCellRangeByPosition(columns(number), 0, columns(number), height)
        If one.getPropertyState("NumberFormat") = several Then
            found(number) = Groups(one)
        Else
            found(number) = one.NumberFormat
        End If
    Next
    Areas = found
    Exit Function
Failed:
End Function

Function Groups(ByVal column As Object)
    Dim every, group, areas, number As Long, count As Long, item As Long
    Dim found()
    every = column.getUniqueCellFormatRanges()
    For number = 0 To every.Count - 1
        group = every.getByIndex(number)
        areas = group.getRangeAddresses()
        ReDim Preserve found(count + UBound(areas))
        For item = 0 To UBound(areas)
            found(count) = Array(group.NumberFormat, areas(item).StartRow, areas(item).EndRow)
            count = count + 1
        Next
    Next
    Groups = found
End Function

Function Failures(ByVal cells As Object)
    On Error GoTo Failed
    Dim areas, number As Long, row As Long, column As Long, count As Long, sheet
    areas = cells.queryFormulaCells(com.sun.star.sheet.FormulaResult.ERROR).getRangeAddresses()
    Dim found()
    found = Array()
    sheet = cells.Spreadsheet
    For number = 0 To UBound(areas)
        For row = areas(number).StartRow To areas(number).EndRow
            For column = areas(number).StartColumn To areas(number).EndColumn
                ReDim Preserve found(count)
                found(count) = Array(row, column, sheet.getCellByPosition(column, row).String)
                count = count + 1
            Next
        Next
    Next
    Failures = found
    Exit Function
Failed:
End Function

Function Tables(ByVal document As Object)
    On Error GoTo Failed
    Dim ranges, names, number As Long
    ranges = document.DatabaseRanges
    names = ranges.ElementNames
    Dim found()
    found = Array()
    If UBound(names) >= 0 Then ReDim found(UBound(names))
    For number = 0 To UBound(names)
        found(number) = Array(names(number), ranges.getByName(names(number)).DataArea)
    Next
    Tables = found
    Exit Function
Failed:
End Function

Function Names(ByVal named As Object)
    On Error GoTo Failed
    Dim names_, number As Long
    names_ = named.ElementNames
    Dim found()
    found = Array()
    If UBound(names_) >= 0 Then ReDim found(UBound(names_))
    For number = 0 To UBound(names_)
        found(number) = Array(names_(number), named.getByName(names_(number)).Content)
    Next
    Names = found
    Exit Function
Failed:
End Function

Function Notes(ByVal sheet As Object)
    On Error GoTo Failed
    Dim all, place, number As Long
    all = sheet.Annotations
    Dim found()
    found = Array()
    If all.Count > 0 Then ReDim found(all.Count - 1)
    For number = 0 To all.Count - 1
        place = all.getByIndex(number).Position
        found(number) = Array(place.Row, place.Column, all.getByIndex(number).String)
    Next
    Notes = found
    Exit Function
Failed:
End Function

Function Rules(ByVal cells As Object, ByVal styles As Object)
    On Error GoTo Failed
    Dim blocks, block, number As Long, item As Long, count As Long, style
    Dim found()
    found = Array()
    blocks = cells.Spreadsheet.ConditionalFormats.getConditionalFormats()
    For number = 0 To UBound(blocks)
        block = blocks(number)
        If block.Range.queryIntersection(cells.RangeAddress).Count > 0 Then
            For item = 0 To block.Count - 1
                ReDim Preserve found(count)
                found(count) = RuleOf(block.ID, item, block.getByIndex(item), styles)
                count = count + 1
            Next
        End If
    Next
    Rules = found
    Exit Function
Failed:
End Function

Function RuleOf(ByVal block, ByVal number, ByVal rule As Object, ByVal styles As Object)
    Dim style
    If rule.getType() <> 0 Then
        RuleOf = Array(block, number, -1, "", 0, 0)
        Exit Function
    End If
    If Not styles.hasByName(rule.StyleName) Then
        RuleOf = Array(block, number, rule.Operator, rule.Formula1, -1, -1)
        Exit Function
    End If
    style = styles.getByName(rule.StyleName)
    RuleOf = Array(block, number, rule.Operator, rule.Formula1, style.CellBackColor, style.CharColor)
End Function

Function Fields(ByVal cells As Object)
    On Error GoTo Failed
    Dim areas, number As Long, row As Long, column As Long, count As Long, sheet, cell, text
    Dim found()
    found = Array()
    sheet = cells.Spreadsheet
    areas = cells.queryContentCells(com.sun.star.sheet.CellFlags.STRING).getRangeAddresses()
    For number = 0 To UBound(areas)
        For row = areas(number).StartRow To areas(number).EndRow
            For column = areas(number).StartColumn To areas(number).EndColumn
                cell = sheet.getCellByPosition(column, row)
                text = cell.getTextFields()
                If HoldsLink(text) Then
                    ReDim Preserve found(count)
                    found(count) = Array(row, column, text.getByIndex(0).URL, cell.String)
                    count = count + 1
                End If
            Next
        Next
    Next
    Fields = found
    Exit Function
Failed:
End Function

Function HoldsLink(ByVal fields As Object)
    HoldsLink = False
    If fields.Count > 0 Then HoldsLink = fields.getByIndex(0).PropertySetInfo.hasPropertyByName("URL")
End Function

Function Paints(ByVal cells As Object)
    On Error GoTo Failed
    Dim every, group, areas, number As Long, count As Long, item As Long
    Dim found()
    found = Array()
    every = cells.getUniqueCellFormatRanges()
    For number = 0 To every.Count - 1
        group = every.getByIndex(number)
        If group.CellBackColor <> -1 Or group.CharColor <> -1 Then
            areas = group.getRangeAddresses()
            ReDim Preserve found(count + UBound(areas))
            For item = 0 To UBound(areas)
                With areas(item)
                    found(count) = Array(group.CellBackColor, group.CharColor, _
                        .StartRow, .StartColumn, .EndRow, .EndColumn)
                End With
                count = count + 1
            Next
        End If
    Next
    Paints = found
    Exit Function
Failed:
End Function

Function Widths(ByVal sheet As Object, ByVal count)
    On Error GoTo Failed
    Dim number As Long, every, one
    Dim found()
    ReDim found(count - 1)
    every = sheet.Columns
    For number = 0 To count - 1
        one = every.getByIndex(number)
        found(number) = Array(one.Width, one.IsVisible)
    Next
    Widths = found
    Exit Function
Failed:
End Function
"""


class Stretch(NamedTuple):
    """Cells of one column that have one number format: its number; column, first and last row counted from 0."""

    key: int
    column: int
    top: int
    bottom: int


def attached(context: Any) -> Questions:
    """The LibreOffice of that context, ready to answer."""
    libraries = uno_bridge.service(context, "com.sun.star.script.ApplicationScriptLibraryContainer")
    if not libraries.hasByName(_LIBRARY):
        libraries.createLibrary(_LIBRARY)
    library = libraries.getByName(_LIBRARY)
    if not library.hasByName(_MODULE):
        library.insertByName(_MODULE, _BASIC)
    elif library.getByName(_MODULE) != _BASIC:
        library.replaceByName(_MODULE, _BASIC)
    factory = context.getValueByName("/singletons/com.sun.star.script.provider.theMasterScriptProviderFactory")
    return Questions(factory.createScriptProvider(""))


class Questions:
    """What may be asked of one LibreOffice; each function is looked for once."""

    def __init__(self, provider: Any) -> None:
        """`provider`: LibreOffice's own finder of scripts; that of a document of an attached LibreOffice will do."""
        self._provider = provider
        self._scripts: dict[str, Any] = {}

    def ask(self, name: str, *about: Any) -> Any:
        """The answer of that function.  LookupError when LibreOffice could not give one."""
        if name not in self._scripts:
            self._scripts[name] = self._provider.getScript(_SCRIPT.format(name))
        answer = self._scripts[name].invoke(about, (), ())[0]
        if answer is None:
            raise LookupError(name)
        return answer

    def stretches(self, cells: Any, columns: Sequence[int]) -> list[Stretch]:
        """The stretches of one number format each that make up these columns of the cells (counted from 0, theirs)."""
        place = cells.RangeAddress
        found: list[Stretch] = []
        for position, formats in zip(columns, self.ask("Areas", cells, tuple(columns)), strict=True):
            groups = formats if isinstance(formats, tuple) else ((formats, place.StartRow, place.EndRow),)
            found += [Stretch(key, place.StartColumn + position, top, bottom) for key, top, bottom in groups]
        return found
