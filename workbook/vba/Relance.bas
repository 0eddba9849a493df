Attribute VB_Name = "Relance"
Option Explicit

' One public Sub for each button, and one for the tab of the ribbon.
' Each hands its action over to Python; what the action does is in relance_xl.
' This text is ASCII: accents and no-break spaces are written with ChrW.

Private Sub Launch(ByVal action As String)
    If PythonIsThere() Then
        RunPython "from relance_xl import buttons; buttons.run('" & action & "')"
    End If
End Sub

' LibreOffice, which takes the side of #Else, is given its Python by the command that opens the workbook.
Private Function PythonIsThere() As Boolean
    #If VBA7 Then
        PythonIsThere = ExcelFindsPython()
    #Else
        PythonIsThere = True
    #End If
End Function

' Says what to do, and answers False, when the buttons cannot reach Python.
' Excel for Mac cannot look outside its own folders: there only a blank address is known to be wrong.
Private Function ExcelFindsPython() As Boolean
    Dim address As String
    #If Mac Then
        address = StatedAddress("interpreter_mac")
        ExcelFindsPython = (address <> "")
    #Else
        address = StatedAddress("interpreter_win")
        ExcelFindsPython = FileIsThere(address)
    #End If
    If InStr(ThisWorkbook.Name, "=") > 0 Then
        ExcelFindsPython = False
        MsgBox ForbiddenName(), vbExclamation, "Relances"
    ElseIf Not ExcelFindsPython Then
        MsgBox HowToRepair(address), vbExclamation, "Relances"
    End If
End Function

' What the sheet xlwings.conf states, with its variable (%APPDATA%\...) replaced; blank when it is lost.
' Nothing of the module xlwings is called here: LibreOffice compiles both sides of an #If, and has but its RunPython.
Private Function StatedAddress(ByVal cellName As String) As String
    Dim parts As Variant
    On Error Resume Next
    StatedAddress = CStr(ThisWorkbook.Names(cellName).RefersToRange.Value)
    parts = Split(StatedAddress, "%")
    If UBound(parts) = 2 Then StatedAddress = Environ(parts(1)) & parts(2)
End Function

Private Function FileIsThere(ByVal filePath As String) As Boolean
    On Error Resume Next
    If filePath <> "" Then FileIsThere = ((GetAttr(filePath) And vbDirectory) = 0)
End Function

Private Function HowToRepair(ByVal address As String) As String
    Dim colon As String, book As String
    colon = ChrW(160) & ":"
    book = ThisWorkbook.FullName
    If InStr(book, "://") > 0 Then book = ThisWorkbook.Name
    If address = "" Then
        HowToRepair = "Ce classeur ne sait pas encore o" & ChrW(249) & " est Python."
    Else
        HowToRepair = "Python n'est plus l" & ChrW(224) & " o" & ChrW(249) & " ce classeur le cherche" & colon & _
            vbNewLine & address
    End If
    HowToRepair = HowToRepair & vbNewLine & vbNewLine & _
        "Fermez ce classeur, ouvrez un terminal et tapez" & colon & vbNewLine & _
        "relance-xl reparer """ & book & """" & vbNewLine & vbNewLine & _
        "Puis rouvrez le classeur. Si cette commande est inconnue, r" & ChrW(233) & "installez d'abord relance-xl."
End Function

Private Function ForbiddenName() As String
    ForbiddenName = "Le nom de ce classeur contient le signe " & ChrW(171) & ChrW(160) & "=" & ChrW(160) & ChrW(187) & _
        ", que les boutons ne comprennent pas." & vbNewLine & _
        "Enregistrez le classeur sous un autre nom, puis recommencez."
End Function

' The tab of the ribbon: the tag of each control is its action.
Public Sub Relance_Ruban(control As IRibbonControl)
    Launch control.Tag
End Sub

Public Sub Relance_Importer()
    Launch "importer"
End Sub

Public Sub Relance_Banque()
    Launch "banque"
End Sub

Public Sub Relance_Affecter()
    Launch "affecter"
End Sub

Public Sub Relance_ViderInconnus()
    Launch "vider-inconnus"
End Sub

Public Sub Relance_Verifier()
    Launch "verifier"
End Sub

Public Sub Relance_Rechercher()
    Launch "rechercher"
End Sub

Public Sub Relance_ListeAppels()
    Launch "appels"
End Sub

Public Sub Relance_Lettres()
    Launch "lettres"
End Sub

Public Sub Relance_Emails()
    Launch "mails"
End Sub

Public Sub Relance_Envoyer()
    Launch "envoyer"
End Sub

Public Sub Relance_Traites()
    Launch "traites"
End Sub

Public Sub Relance_TableauDeBord()
    Launch "bilan"
End Sub

Public Sub Relance_Retours()
    Launch "retours"
End Sub

Public Sub Relance_Annuler()
    Launch "annuler"
End Sub

Public Sub Relance_CocherSelection()
    Launch "cocher-selection"
End Sub

Public Sub Relance_DecocherSelection()
    Launch "decocher-selection"
End Sub

Public Sub Relance_Fiche()
    Launch "fiche"
End Sub

Public Sub Relance_RazFiltre()
    Launch "raz"
End Sub

Public Sub Relance_ToutSelectionner()
    Launch "tout-selectionner"
End Sub

Public Sub Relance_ToutDeselectionner()
    Launch "tout-deselectionner"
End Sub

Public Sub Relance_ReprendrePropositions()
    Launch "reprendre-propositions"
End Sub

Public Sub Relance_EnregistrerDefaut()
    Launch "defaut"
End Sub

Public Sub Relance_EnregistrerAppels()
    Launch "enregistrer-appels"
End Sub

Public Sub Relance_TraitesLettres()
    Launch "traites-lettres"
End Sub

Public Sub Relance_VerifierModeles()
    Launch "modeles"
End Sub

Public Sub Relance_Connexion()
    Launch "connexion"
End Sub

Public Sub Relance_RemettreABlanc()
    Launch "remettre-a-blanc"
End Sub
