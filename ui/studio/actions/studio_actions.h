// Everything that the studio can be told to do: names, keys, icons, tips. One table.
#pragma once

#include <QAction>
#include <QObject>
#include <map>

class QWidget;

namespace tessera::ui {

enum class Command {
    // File
    New,
    Open,
    TracePhoto,
    Save,
    SaveAs,
    ExportIds,
    ExportIndexed,
    ExportColours,
    ExportPhoto,
    ExportPair,
    Quit,
    // Edit
    Undo,
    Redo,
    CopyPhoto,
    FindClass,
    SwapClass,
    SmallerBrush,
    LargerBrush,
    // View
    ShowLabels,
    ShowBoth,
    ShowPhoto,
    NextMode,
    ZoomIn,
    ZoomOut,
    Fit,
    ActualSize,
    OutlineClass,
    Backdrop,
    FloatPhoto,
    FullScreen,
    ResetPanels,
    // Picture
    RollStyle,
    RollTexture,
    StyleFromPhoto,
    ManyStyles,
    SourcePhoto,
    FillAll,
    ReplaceClass,
    Insert,
    BeforeAfter,
    // Model
    OpenModel,
    ModelCard,
    // Help
    Tip,
    Keys,
    About
};

/// The actions are children of the window and belong to it, so that their keys work wherever the
/// focus is. Whoever does the work connects to them.
class StudioActions : public QObject {
    Q_OBJECT

public:
    explicit StudioActions(QWidget& window);

    QAction& operator[](Command command) const { return *actions_.at(command); }

    /// All, in the table's order, for the list of keys.
    QList<QAction*> all() const;

private:
    std::map<Command, QAction*> actions_;
};

}  // namespace tessera::ui
