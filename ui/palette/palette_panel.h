// The class list at the left: colour, name, key and share of every class, with search and groups.
#pragma once

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QToolButton;

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

    void setPainting(Painting* painting);

    /// The class that tools paint with.
    int currentClass() const;
    void setCurrentClass(int classIndex);

    /// Chooses the class on key `digit` (1-9, 0 for the tenth), if there is one.
    bool chooseKey(int digit);

    /// "PALETTE · SCENES ▾". It heads the panel until it is made a dock's title bar.
    SectionHeader* header() const { return header_; }

    /// Puts the keyboard into the search field.
    void startSearch();

    /// The painting's labels go over to another palette, classes by their names. Asks first when
    /// some of them would be lost.
    void switchPalette(const QString& paletteId);

Q_SIGNALS:
    void currentClassChanged(int classIndex);
    void replaceRequested(int fromClass);
    void insertRequested();
    void beforeAfterRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* createChangeSection();
    void createSearch();
    void filter(const QString& text);
    void showPalettes();
    void showClassMenu(int classIndex, const QPoint& globalPosition);
    void adoptPalette();
    bool mayLose(const QStringList& classes, double share, const QString& paletteTitle);

    const PaletteLibrary& library_;
    QPointer<Painting> painting_;
    SectionHeader* header_ = nullptr;
    QToolButton* paletteButton_ = nullptr;
    QLineEdit* search_ = nullptr;
    ClassModel* model_ = nullptr;
    ClassListView* list_ = nullptr;
    ShareCounter* shares_ = nullptr;
};

}  // namespace tessera::ui
