// The class list at the left: colour, name, key and share of every class, with search and groups.
#pragma once

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QMenu;

namespace tessera {
class Painting;
class PaletteLibrary;
}  // namespace tessera

namespace tessera::ui {

class ClassListView;
class ClassModel;
class SectionHeader;
class ShareCounter;

/// Class indices are positions in the painting's palette, as everywhere.
class PalettePanel : public QWidget {
    Q_OBJECT

public:
    /// `library` offers the palettes to switch to and outlives the panel.
    explicit PalettePanel(const PaletteLibrary& library, QWidget* parent = nullptr);
    ~PalettePanel() override;

    void setPainting(Painting* painting);

    /// The class that tools paint with; always a class of the palette.
    int currentClass() const;
    void setCurrentClass(int classIndex);

    /// Chooses the class on key `digit` (1-9, 0 for the tenth), if there is one.
    bool chooseKey(int digit);

    /// "PALETTE · SCENES ▾", for a dock's title bar; owned by the panel until it is taken there.
    QWidget* header() const;

Q_SIGNALS:
    void currentClassChanged(int classIndex);
    void replaceRequested(int fromClass);
    void insertRequested();
    void beforeAfterRequested();

private:
    void buildChangeSection(QWidget* parent);
    void showPalettes();
    void switchPalette(const QString& id);
    void paletteChanged();

    const PaletteLibrary& library_;
    QPointer<Painting> painting_;
    SectionHeader* header_ = nullptr;
    QLineEdit* search_ = nullptr;
    ClassListView* list_ = nullptr;
    ClassModel* model_ = nullptr;
    ShareCounter* shares_ = nullptr;
};

}  // namespace tessera::ui
