using k8s.Models;

namespace Netra.Deploy.Tests;

/// <summary>Kubernetes' rules of labels and selectors.</summary>
internal static class Selectors
{
    /// <summary>Whether a selector takes something with these labels; an empty selector takes everything.</summary>
    public static bool Matches(V1LabelSelector selector, IDictionary<string, string>? labels)
    {
        labels ??= new Dictionary<string, string>();
        return (selector.MatchLabels is null || Matches(selector.MatchLabels, labels))
            && (selector.MatchExpressions ?? []).All(expression => Matches(expression, labels));
    }

    /// <summary>The same for the plain selectors of Services.</summary>
    public static bool Matches(IDictionary<string, string> selector, IDictionary<string, string> labels) =>
        selector.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);

    private static bool Matches(V1LabelSelectorRequirement expression, IDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(expression.Key, out var value);
        return expression.OperatorProperty switch
        {
            "In" => has && expression.Values.Contains(value!),
            "NotIn" => !has || !expression.Values.Contains(value!),
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => throw new InvalidOperationException($"'{expression.OperatorProperty}' is no operator of a selector."),
        };
    }
}
