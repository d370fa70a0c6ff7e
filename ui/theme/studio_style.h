// Draws what a style sheet cannot tint: check marks, arrows, sliders, combo and spin boxes.
#pragma once

#include <QProxyStyle>

namespace tessera::ui {

/// Fusion with flat, small controls in the theme's colours, read when they are painted.
class StudioStyle : public QProxyStyle {
    Q_OBJECT

public:
    StudioStyle();

    void drawPrimitive(PrimitiveElement element,
                       const QStyleOption* option,
                       QPainter* painter,
                       const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control,
                            const QStyleOptionComplex* option,
                            QPainter* painter,
                            const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric,
                    const QStyleOption* option,
                    const QWidget* widget) const override;
    int styleHint(StyleHint hint,
                  const QStyleOption* option,
                  const QWidget* widget,
                  QStyleHintReturn* answer) const override;
    QRect subControlRect(ComplexControl control,
                         const QStyleOptionComplex* option,
                         SubControl part,
                         const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type,
                           const QStyleOption* option,
                           const QSize& size,
                           const QWidget* widget) const override;
    QIcon standardIcon(StandardPixmap which,
                       const QStyleOption* option,
                       const QWidget* widget) const override;

private:
    void drawSlider(const QStyleOptionComplex* option,
                    QPainter* painter,
                    const QWidget* widget) const;
    void drawCombo(const QStyleOptionComplex* option,
                   QPainter* painter,
                   const QWidget* widget) const;
    void drawSpin(const QStyleOptionComplex* option,
                  QPainter* painter,
                  const QWidget* widget) const;
};

}  // namespace tessera::ui
