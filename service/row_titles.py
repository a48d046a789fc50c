"""What one row of a table in an event is called: the class of its rows to a message id."""

ROW_TITLES = {
    "Risk": "Risk",
    "Recommendation": "Recommendation",
    "ExposedPosition": "Position",
    "PlanItem": "Measure",
    "ItemProgress": "Measure",
    "RecommendationReview": "Recommendation",
    "ScheduledObject": "Object",
    "FoundPosition": "Position",
    "FoundRisk": "Risk",
    "PublishedPosition": "Position",
    "PublishedRisk": "Risk",
    "DocumentLink": "Document",
    "Certificate": "Certificate",
    "SocialOrder": "Social order",
    "Trainee": "Trainee",
    "RiskPosition": "Position",
    "CardDate": "Date",
    "UploadDate": "Date",
    "SubtaskScore": "Subtask",
}
