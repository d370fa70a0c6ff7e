// The bar above the canvas: options of the tool in hand, what the canvas shows, zoom.
#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;
class QSpinBox;
class QToolButton;

namespace tessera {
class Painting;
}

namespace tessera::ui {

class CanvasView;
class OverflowRow;
class StudioActions;
class ToolOptions;
class Toolbox;

class OptionsBar : public QWidget {
    Q_OBJECT

public:
    OptionsBar(Toolbox& toolbox,
               ToolOptions& options,
               const Painting& painting,
               const StudioActions& actions,
               const CanvasView& canvas,
               QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* buildOptions();
    QWidget* buildSize();
    QWidget* buildModes(const StudioActions& actions);
    QToolButton* buildZoom(const StudioActions& actions, const CanvasView& canvas);
    void listClasses();  // of the painting's palette, for "only on"
    void showOptions();  // of the tool in hand
    void readOptions();  // into the controls
    void chooseOnlyOn(int row);

    Toolbox& toolbox_;
    ToolOptions& options_;
    const Painting& painting_;
    OverflowRow* row_ = nullptr;
    QLabel* name_ = nullptr;
    QWidget* size_ = nullptr;
    QSlider* slider_ = nullptr;
    QSpinBox* pixels_ = nullptr;
    QComboBox* tip_ = nullptr;
    QCheckBox* pressure_ = nullptr;
    QComboBox* filled_ = nullptr;
    QCheckBox* contiguous_ = nullptr;
    QComboBox* onlyOn_ = nullptr;
};

}  // namespace tessera::ui
